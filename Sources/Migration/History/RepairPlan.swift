/// What repair changes in the history: failed rows go, rows without a file are marked as deleted, and rows that
/// differ from their file take over its checksum and description.
///
/// Source: flyway-core 13.0.0, `DbRepair`.
struct RepairPlan {
    /// A row that takes over what its file says.
    struct Alignment {
        var row: AppliedMigration
        var script: MigrationScript
    }

    /// Rows to take out.
    let removed: [AppliedMigration]
    /// Rows whose file is gone; each gets a DELETE row.
    let deleted: [AppliedMigration]
    let aligned: [Alignment]

    init(scripts: [MigrationScript], history: [AppliedMigration], ignoring: [IgnorePattern]) throws(MigrationError) {
        removed = history.filter { !$0.success }
        let plan = try MigrationPlan(scripts: scripts, history: history.filter(\.success), outOfOrder: true)
        var deleted: [AppliedMigration] = []
        var aligned: [Alignment] = []
        for status in plan.statuses {
            guard let row = status.applied, !row.kind.isSynthetic, row.kind != .undoScript else { continue }
            if status.state == .missing || status.state == .future {
                if !ignoring.contains(where: { $0.matches(versioned: row.version != nil, status.state) }) { deleted.append(row) }
            } else if let script = status.script, Self.differs(row, script) {
                aligned.append(Alignment(row: row, script: script))
            }
        }
        self.deleted = deleted
        self.aligned = aligned
    }

    private static func differs(_ row: AppliedMigration, _ script: MigrationScript) -> Bool {
        guard script.version != nil else {
            return row.checksum == script.rawChecksum && row.checksum != script.checksum
        }
        return !script.matches(checksum: row.checksum) || row.kind != .sql || row.description != script.description
    }
}
