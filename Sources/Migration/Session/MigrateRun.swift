internal import Postgres

/// Applies what is pending, one script (or one group) at a time, each under the lock and after a look at what others
/// have done meanwhile.
struct MigrateRun {
    let session: MigrationSession
    let folders: MigrationFolders
    let scripts: [MigrationScript]
    let progress: MigrationProgress

    var history: [AppliedMigration] = []
    var queue: [MigrationStatus] = []
    var currentVersion: MigrationVersion?
    /// Scripts this run has applied: never twice, even when others with other placeholders apply them in between.
    var done: Set<String> = []
    var summary: MigrationSummary
    private var isFirst = true

    var configuration: FlywayConfiguration { session.configuration }
    var schema: String { session.schema.sqlIdentifier }

    init(session: MigrationSession, folders: MigrationFolders, scripts: [MigrationScript], progress: @escaping MigrationProgress) {
        self.session = session
        self.folders = folders
        self.scripts = scripts
        self.progress = progress
        summary = MigrationSummary(schema: session.schema)
    }

    mutating func all() async throws(MigrationError) -> MigrationSummary {
        while try await next() > 0 {
            if configuration.target == .next { break }
        }
        progress(.info(summary.line))
        return summary
    }

    /// - Returns: how many scripts were applied.
    private mutating func next() async throws(MigrationError) -> Int {
        var run = self
        let count = try await session.locked { () async throws(MigrationError) in
            try await run.lookAgain()
            let ready = configuration.group ? run.queue : Array(run.queue.prefix(1))
            if !ready.isEmpty { try await run.apply(ready.compactMap(\.script)) }
            return ready.count
        }
        self = run
        return count
    }

    /// Reads what others have written since; plans anew where that is anything.
    private mutating func lookAgain() async throws(MigrationError) {
        let news = try await session.history.rows(after: history.last?.rank ?? -1)
        guard isFirst || !news.isEmpty else { return }
        history += news
        let plan = try MigrationPlan(scripts: scripts, history: history, outOfOrder: configuration.outOfOrder, target: configuration.target)
        currentVersion = plan.currentVersion
        queue = plan.pending.filter { status in status.script.map { !done.contains($0.path) } ?? false }
        if isFirst { greet(plan) }
        isFirst = false
        try refuseFailed(plan)
    }

    private func greet(_ plan: MigrationPlan) {
        progress(.info("Current version of schema \(schema): \(plan.currentVersion?.text ?? "<< Empty Schema >>")"))
        if configuration.outOfOrder {
            progress(.warning("outOfOrder mode is active. Migration of schema \(schema) may not be reproducible."))
        }
        if plan.hasFuture, let current = plan.currentVersion {
            let text =
                plan.lastResolved.map { "has a version (\(current)) that is newer than the latest available migration (\($0)) !" }
                ?? "has version \(current), but no migration could be resolved in the configured locations !"
            progress(.warning("Schema \(schema) \(text)"))
        }
    }

    private func refuseFailed(_ plan: MigrationPlan) throws(MigrationError) {
        let failed = plan.failed
        guard let first = failed.first else { return }
        let what = first.version.map { "migration to version \($0)" } ?? "repeatable migration (\"\(first.description)\")"
        if failed.count == 1, first.state == .futureFailed, configuration.ignoreMigrationPatterns.ignoreEvery(.future) {
            progress(.warning("Schema \(schema) contains a failed future \(what) !"))
            return
        }
        throw MigrationError(
            .history, "Schema \(schema) contains a failed \(what) !",
            advice: "Remove what it left half done, then run ems migrate --repair.")
    }
}
