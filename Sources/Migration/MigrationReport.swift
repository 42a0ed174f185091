/// The state of every migration, as `info` shows it.
public struct MigrationReport: Sendable, Equatable {
    public struct Row: Sendable, Equatable {
        /// `Versioned`, `Repeatable`, or empty for rows the tool writes for itself.
        public var category: String
        /// Empty for a repeatable.
        public var version: String
        public var description: String
        public var type: String
        /// `2026-03-29 01:02:03`, empty where it has not been applied.
        public var installedOn: String
        /// Flyway's name of the state.
        public var state: String
    }

    public var rows: [Row]
    /// The highest version in the database, nil where there is none.
    public var schemaVersion: String?

    init(_ plan: MigrationPlan) {
        schemaVersion = plan.currentVersion?.text
        rows = plan.statuses.map { status in
            Row(
                category: status.kind.isSynthetic ? "" : status.version == nil ? "Repeatable" : "Versioned",
                version: status.version?.text ?? "", description: status.description, type: status.kind.rawValue,
                installedOn: status.applied?.installedOn ?? "", state: status.state.rawValue)
        }
    }

    /// Flyway's table of it.
    public var table: String {
        let header = ["Category", "Version", "Description", "Type", "Installed On", "State"]
        let cells = rows.map { [$0.category, $0.version, $0.description, $0.type, $0.installedOn, $0.state] }
        let widths = header.indices.map { column in ([header] + cells).map { $0[column].count }.max() ?? 0 }
        func line(_ row: [String]) -> String {
            "|" + zip(row, widths).map { " \($0)\(String(repeating: " ", count: $1 - $0.count)) |" }.joined()
        }
        let ruler = "+" + widths.map { String(repeating: "-", count: $0 + 2) + "+" }.joined()
        let none = "| No migrations found" + String(repeating: " ", count: max(0, ruler.count - 22)) + "|"
        return ([ruler, line(header), ruler] + (cells.isEmpty ? [none] : cells.map(line)) + [ruler]).joined(separator: "\n")
    }
}
