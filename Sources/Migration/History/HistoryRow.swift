internal import Postgres

/// What a tool writes into the history; rank and time are the table's business.
struct HistoryRow: Sendable {
    var version: String?
    var description: String
    var kind: AppliedMigration.Kind
    var script: String
    var checksum: Int32?
    /// Milliseconds.
    var executionTime: Int
    var success: Bool

    static func schemas(_ created: [String]) -> HistoryRow {
        HistoryRow(
            version: nil, description: "<< Flyway Schema Creation >>", kind: .schema,
            script: created.map(\.sqlIdentifier).joined(separator: ","), checksum: nil, executionTime: 0, success: true)
    }

    static func baseline(_ version: MigrationVersion, _ description: String) -> HistoryRow {
        HistoryRow(
            version: version.text, description: description, kind: .baseline, script: description, checksum: nil, executionTime: 0,
            success: true)
    }

    static func deleted(_ row: AppliedMigration) -> HistoryRow {
        HistoryRow(
            version: row.version?.text, description: row.description, kind: .delete, script: row.script, checksum: row.checksum,
            executionTime: 0, success: row.success)
    }

    static func applied(_ script: MigrationScript, executionTime: Int, success: Bool) -> HistoryRow {
        HistoryRow(
            version: script.version?.text, description: script.description, kind: .sql, script: script.script, checksum: script.checksum,
            executionTime: executionTime, success: success)
    }
}
