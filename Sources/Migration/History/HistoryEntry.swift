/// A row of the history with what later rows say about it.
struct HistoryEntry {
    var row: AppliedMigration
    /// Applied after a higher version was.
    var isOutOfOrder = false
    /// A DELETE row came later.
    var isDeleted = false
}

/// The rows that carry a version.
struct VersionedHistory {
    private(set) var entries: [HistoryEntry] = []
    private(set) var baseline: MigrationVersion?
    /// The highest version applied and not deleted.
    private(set) var lastApplied: MigrationVersion?

    init(_ history: [AppliedMigration]) throws(MigrationError) {
        for row in history {
            guard let version = row.version else { continue }
            if row.kind == .baseline { baseline = max(baseline ?? version, version) }
            guard row.kind == .delete, row.success else {
                entries.append(HistoryEntry(row: row))
                continue
            }
            if let index = entries.lastIndex(where: { !$0.row.kind.isSynthetic && $0.row.version == version }) {
                guard !entries[index].isDeleted else {
                    throw MigrationError(.history, "Corrupted schema history: multiple delete entries for version \(version)")
                }
                entries[index].isDeleted = true
            }
        }
        for index in entries.indices {
            guard let version = entries[index].row.version else { continue }
            if let last = lastApplied, version <= last {
                entries[index].isOutOfOrder = true
            } else if entries[index].row.kind != .delete, !entries[index].isDeleted {
                lastApplied = version
            }
        }
    }
}

/// The rows without a version: repeatables, the schema marker, and DELETE rows of repeatables.
struct RepeatableHistory {
    private(set) var entries: [HistoryEntry] = []
    /// The rank of the last row of each description.
    private(set) var latestRank: [String: Int] = [:]

    init(_ history: [AppliedMigration]) {
        for row in history where row.version == nil {
            entries.append(HistoryEntry(row: row))
            if row.kind == .delete, row.success,
                let index = entries.lastIndex(where: { !$0.row.kind.isSynthetic && $0.row.description == row.description })
            {
                entries[index].isDeleted = true
            }
            latestRank[row.description] = row.rank
        }
    }
}
