internal import Postgres

extension MigrateRun {
    mutating func apply(_ scripts: [MigrationScript]) async throws(MigrationError) {
        let runs = try scripts.map { script throws(MigrationError) in
            try ScriptRun(
                script, source: folders.source(of: script), configuration: configuration, serverVersion: session.serverVersion)
        }
        let inTransaction = runs.allSatisfy(\.inTransaction)
        if !inTransaction, !configuration.mixed, let odd = runs.first(where: { $0.inTransaction != runs[0].inTransaction }) {
            throw MigrationError(
                .script,
                "Detected both transactional and non-transactional migrations within the same migration group (even though mixed is false). "
                    + "First offending migration: \"\(odd.script.path)\"")
        }
        for run in runs {
            do throws(PostgresError) {
                try await session.restoreRoleAndPath()
                if inTransaction, await !session.connection.isInTransaction { try await session.connection.script("begin") }
            } catch {
                throw MigrationError(.database, "Unable to begin", cause: error)
            }
            try await apply(run, inTransaction: inTransaction)
        }
        guard inTransaction, let last = runs.last else { return }
        do throws(PostgresError) { try await session.connection.script("commit") } catch {
            let outcome =
                await rollBack() ? "Changes successfully rolled back." : "The connection was lost: it may be applied; the history knows."
            throw failure(of: last, at: nil, error, "failed at its commit! \(outcome)", inTransaction: true)
        }
    }

    private mutating func apply(_ run: ScriptRun, inTransaction: Bool) async throws(MigrationError) {
        let text = run.label(current: currentVersion)
        progress(.info("Migrating schema \(schema) \(text)"))
        let watch = Stopwatch(session.clock)
        do throws(StatementFailure) {
            let progress = progress
            try await session.connection.run(run, inTransaction: inTransaction) { progress(Self.message(ofNotice: $0)) }
        } catch {
            let place = run.place(of: error.statement, position: error.cause.position)
            let isOpen = await rollBack()
            guard inTransaction else {
                let failure = failure(
                    of: run, at: place, error.cause, "failed! Please restore backups and roll back database and code!", inTransaction: false
                )
                try await recordFailure(of: run, watch.elapsed, after: failure)
                throw failure
            }
            let outcome =
                if error.afterOwnCommit { "Only what came after the script's own COMMIT is rolled back." } else if isOpen {
                    "Changes successfully rolled back."
                } else {
                    "The connection was lost, and the server rolls back."
                }
            throw failure(of: run, at: place, error.cause, "failed! \(outcome)", inTransaction: true)
        }
        let elapsed = watch.elapsed
        let row = try await databaseWork("Unable to insert row for '\(text)' in Schema History table \(session.history.table.quoted)") {
            // A script that opened or ended a transaction of its own must not take its row with it.
            try await session.restoreRole()
            if inTransaction, await !session.connection.isInTransaction { try await session.connection.script("begin") }
            let row = try await session.history.insert(.applied(run.script, executionTime: elapsed.wholeMilliseconds, success: true))
            if !inTransaction, await session.connection.isInTransaction { try await session.connection.script("commit") }
            return row
        }
        history.append(row)
        queue.removeFirst()
        done.insert(run.script.path)
        summary.applied.append(run.script.script)
        summary.targetVersion = run.script.version?.text ?? summary.targetVersion
        summary.executionTime += elapsed
    }

    /// Ends a failed transaction, if one is open.
    /// - Returns: false where the connection is gone.
    private func rollBack() async -> Bool {
        guard session.connection.isOpen else { return false }
        if await session.connection.isInTransaction { _ = try? await session.connection.script("rollback") }
        return true
    }

    private func failure(
        of run: ScriptRun, at place: MigrationError.Place?, _ cause: PostgresError, _ outcome: String, inTransaction: Bool
    ) -> MigrationError {
        var advice: String?
        // active_sql_transaction, invalid_transaction_termination
        if inTransaction, ["25001", "2D000"].contains(cause.sqlState) {
            advice = "It cannot run inside a transaction: put executeInTransaction=false into \(run.script.path).conf."
        } else if !inTransaction {
            advice = "Remove what it left half done, then run ems migrate --repair."
        }
        return MigrationError(
            .statement, "Migration of schema \(schema) \(run.label(current: currentVersion)) \(outcome)",
            at: place ?? MigrationError.Place(file: run.script.path), cause: cause, advice: advice)
    }

    /// Leaves the row that stops every migrator until somebody has repaired what is half done.
    private func recordFailure(of run: ScriptRun, _ elapsed: Duration, after failure: MigrationError) async throws(MigrationError) {
        do throws(PostgresError) {
            try await session.restoreRole()
            _ = try await session.history.insert(.applied(run.script, executionTime: elapsed.wholeMilliseconds, success: false))
        } catch {
            var failure = failure
            failure.advice = "It could not be recorded as failed either (\(error)). Remove what it left half done before migrating again."
            throw failure
        }
    }

    /// `NOTICE:  relation "a" already exists, skipping` as Flyway shows it.
    static func message(ofNotice notice: String) -> MigrationMessage {
        let parts = notice.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return .info("DB: \(notice)") }
        let text = "DB: \(parts[1].trimmingBlanks())"
        return parts[0] == "WARNING" ? .warning(text) : .info(text)
    }
}
