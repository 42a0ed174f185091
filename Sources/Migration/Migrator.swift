public import Foundation
internal import Postgres

/// Applies a Flyway project to a PostgreSQL database and keeps Flyway's own history of it, so that Flyway and EMS can
/// take turns on one database.
///
/// Every call opens one connection and closes it. Nothing is remembered between calls.
public struct Migrator: Sendable {
    private let project: URL
    private let uri: String
    private let configuration: FlywayConfiguration
    private let environment: [String: String]
    private let clock: any Clock<Duration>
    private let startedAt: Date

    /// - Parameters:
    ///   - project: the folder with `flyway.conf`; relative locations start here.
    ///   - databaseURI: libpq URI; nil takes `flyway.url`, `flyway.user` and `flyway.password`.
    ///   - environment: where `FLYWAY_*` and `${NAME}` of `flyway.conf` are looked up.
    ///   - clock: measures execution times and waits for the lock.
    ///   - startedAt: what `${flyway:timestamp}` says, in the local time zone.
    /// - Throws: `.configuration`, naming the file and the key.
    public init(
        project: URL, databaseURI: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment,
        clock: any Clock<Duration> = ContinuousClock(), startedAt: Date = Date()
    ) throws(MigrationError) {
        self.project = project.standardizedFileURL
        self.environment = environment
        self.clock = clock
        self.startedAt = startedAt
        configuration = try ConfigurationSources(project: self.project, environment: environment).read()
        if let databaseURI {
            uri = databaseURI
        } else if let url = configuration.url {
            uri = try DatabaseAddress.libpqURI(url: url, user: configuration.user, password: configuration.password)
        } else {
            throw MigrationError(
                .configuration, "no database is named", advice: "Give --database-url, EMS_DATABASE_URL, or flyway.url (FLYWAY_URL).")
        }
    }

    /// Applies what is pending: versions in order, then repeatables by description.
    /// - Throws: `.validation` before anything is changed; `.statement` with file, line, column and SQLSTATE, the failed
    ///   script rolled back (one that cannot run in a transaction leaves a failed row instead, for `repair`).
    @discardableResult
    public func migrate(progress: @escaping MigrationProgress = { _ in }) async throws(MigrationError) -> MigrationSummary {
        try await withSession(progress) { session, folders throws(MigrationError) in
            let scripts = try read(folders, progress)
            let history = try await session.history.rows()
            if configuration.validateOnMigrate {
                try validate(scripts, history, ignoring: configuration.ignoreMigrationPatterns + [.pending], progress)
            }
            try await session.prepare(progress: progress)
            var run = MigrateRun(session: session, folders: folders, scripts: scripts, progress: progress)
            return try await run.all()
        }
    }

    /// What `migrate` would apply now, every script cut into statements to see that it can be; changes nothing.
    /// - Returns: lines such as `schema "ems" to version "001 - create table a"`.
    public func dryRun(progress: MigrationProgress = { _ in }) async throws(MigrationError) -> [String] {
        try await withSession(progress) { session, folders throws(MigrationError) in
            let scripts = try read(folders, progress)
            let history = try await session.history.rows()
            if configuration.validateOnMigrate {
                try validate(scripts, history, ignoring: configuration.ignoreMigrationPatterns + [.pending], progress)
            }
            let plan = try plan(scripts, history)
            return try plan.pending.compactMap(\.script).map { script throws(MigrationError) in
                let run = try ScriptRun(
                    script, source: folders.source(of: script), configuration: configuration, serverVersion: session.serverVersion)
                return "schema \(session.schema.sqlIdentifier) \(run.label(current: plan.currentVersion))"
            }
        }
    }

    /// The state of every migration.
    public func info(progress: MigrationProgress = { _ in }) async throws(MigrationError) -> MigrationReport {
        try await withSession(progress) { session, folders throws(MigrationError) in
            let scripts = try read(folders, progress)
            return MigrationReport(try plan(scripts, try await session.history.rows()))
        }
    }

    /// Checks that the history and the files agree and nothing is pending.
    /// - Throws: `.validation` with every problem there is.
    public func validate(progress: MigrationProgress = { _ in }) async throws(MigrationError) {
        try await withSession(progress) { session, folders throws(MigrationError) in
            let scripts = try read(folders, progress)
            let ignoring = configuration.ignoreMigrationPatterns
            if try await !session.schemaExists(), !scripts.isEmpty, !ignoring.ignoreEvery(.pending) {
                throw MigrationError(.validation, "Validate failed: Schema \(session.schema.sqlIdentifier) doesn't exist yet")
            }
            try validate(scripts, try await session.history.rows(), ignoring: ignoring, progress)
        }
    }

    /// Brings the history in line with the files: failed rows go, missing migrations are marked as deleted, checksums
    /// and descriptions are taken from the files. Touches nothing but the history.
    @discardableResult
    public func repair(progress: MigrationProgress = { _ in }) async throws(MigrationError) -> RepairSummary {
        try await withSession(progress) { session, folders throws(MigrationError) in
            let scripts = try read(folders, progress)
            return try await session.repair(scripts, progress: progress)
        }
    }

    // MARK: - Steps

    private func withSession<Value: Sendable>(
        _ progress: MigrationProgress, _ body: (MigrationSession, MigrationFolders) async throws(MigrationError) -> Value
    ) async throws(MigrationError) -> Value {
        let session = try await MigrationSession.open(uri, configuration: configuration, clock: clock, progress: progress)
        let folders = MigrationFolders(
            project: project, configuration: configuration, placeholders: placeholders(session), environment: environment)
        do throws(MigrationError) {
            let value = try await body(session, folders)
            await session.connection.close()
            return value
        } catch {
            await session.connection.close()
            throw error
        }
    }

    private func read(_ folders: MigrationFolders, _ progress: MigrationProgress) throws(MigrationError) -> [MigrationScript] {
        let contents = try folders.read()
        for warning in contents.warnings { progress(.warning(warning)) }
        return contents.scripts
    }

    private func plan(_ scripts: [MigrationScript], _ history: [AppliedMigration]) throws(MigrationError) -> MigrationPlan {
        try MigrationPlan(scripts: scripts, history: history, outOfOrder: configuration.outOfOrder, target: configuration.target)
    }

    private func validate(
        _ scripts: [MigrationScript], _ history: [AppliedMigration], ignoring: [IgnorePattern], _ progress: MigrationProgress
    ) throws(MigrationError) {
        let watch = Stopwatch(clock)
        let plan = try plan(scripts, history)
        if let error = Validation(plan: plan, ignoring: ignoring).error { throw error }
        let count = plan.statuses.count
        let migrations = "\(count) migration\(count == 1 ? "" : "s")"
        progress(.info("Successfully validated \(migrations) (execution time \(executionTime(watch.elapsed)))"))
        if count == 0 { progress(.warning("No migrations found. Are your locations set up correctly?")) }
    }

    private func placeholders(_ session: MigrationSession) -> Placeholders {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd HH:mm:ss"
        let builtIn = [
            "defaultSchema": session.schema, "user": session.user, "database": session.database,
            "timestamp": formatter.string(from: startedAt), "workingDirectory": project.path, "table": configuration.table,
            "environment": "default",
        ]
        var values = Dictionary(configuration.placeholders.map { ($0.key.lowercased(), $0.value) }) { _, last in last }
        for (name, value) in builtIn { values["flyway\(configuration.placeholderSeparator)\(name)".lowercased()] = value }
        return Placeholders(
            values, prefix: configuration.placeholderPrefix, suffix: configuration.placeholderSuffix,
            separator: configuration.placeholderSeparator)
    }
}

extension Migrator {
    /// The nearest folder at or above `start` that holds a `flyway.conf`; nil where there is none up to the root.
    public static func project(around start: URL) -> URL? {
        var path = start.standardizedFileURL.path
        while true {
            if FileManager.default.fileExists(atPath: path + "/flyway.conf") { return URL(fileURLWithPath: path, isDirectory: true) }
            guard let slash = path.lastIndex(of: "/"), !path.isEmpty else { return nil }
            path = String(path[..<slash])
        }
    }
}
