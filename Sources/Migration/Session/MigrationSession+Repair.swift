internal import Postgres

extension MigrationSession {
    /// Carries out a repair in one transaction, under the lock.
    func repair(_ scripts: [MigrationScript], progress: MigrationProgress) async throws(MigrationError) -> RepairSummary {
        let watch = Stopwatch(clock)
        let summary = try await locked { () async throws(MigrationError) in
            try await transaction { () async throws(MigrationError) in try await repaired(scripts, progress) }
        }
        progress(
            .info("Successfully repaired schema history table \(history.table.quoted) (execution time \(executionTime(watch.elapsed)))."))
        if !summary.deleted.isEmpty {
            progress(
                .info(
                    "Please ensure the previous contents of the deleted migrations are removed from the database, "
                        + "or moved into an existing migration."))
        }
        return summary
    }

    private func repaired(_ scripts: [MigrationScript], _ progress: MigrationProgress) async throws(MigrationError) -> RepairSummary {
        let table = history.table.quoted
        let rows = try await history.rows()
        let plan = try RepairPlan(scripts: scripts, history: rows, ignoring: configuration.ignoreMigrationPatterns)
        return try await databaseWork("Unable to repair Schema History table \(table)") {
            if plan.removed.isEmpty {
                progress(.info("Repair of failed migration in Schema History table \(table) not necessary. No failed migration detected."))
            } else {
                try await history.removeFailed()
            }
            for row in plan.deleted {
                let what = row.version.map { "version \"\($0)\"" } ?? "description \"\(row.description)\""
                progress(.info("Repairing Schema History table for \(what) (Marking as DELETED)  ..."))
                _ = try await history.insert(.deleted(row))
            }
            for alignment in plan.aligned {
                let (row, script) = (alignment.row, alignment.script)
                let version = row.version?.text ?? "null"
                progress(
                    .info(
                        "Repairing Schema History table for version \(version) (Description: \(script.description), Type: SQL, "
                            + "Checksum: \(script.checksum))  ..."))
                try await history.align(row, with: script)
            }
            return RepairSummary(
                removed: plan.removed.map(\.script), deleted: plan.deleted.map(\.script), aligned: plan.aligned.map(\.row.script))
        }
    }
}
