internal import Postgres

/// One run's connection, with what the server says about itself and the lock all migrators share.
struct MigrationSession: Sendable {
    let connection: PostgresConnection
    let configuration: FlywayConfiguration
    let clock: any Clock<Duration>
    let history: SchemaHistory
    /// Every schema that is ours, the one with the history first unless it is in the list.
    let schemas: [String]
    let user: String
    let database: String
    /// As `server_version_num`.
    let serverVersion: Int
    private let searchPath: String

    /// The schema the history is in; first on the path of every script.
    var schema: String { history.table.schema }

    /// Connects, trying again as often as `connectRetries` says.
    static func open(
        _ uri: String, configuration: FlywayConfiguration, clock: any Clock<Duration>, progress: MigrationProgress
    ) async throws(MigrationError) -> MigrationSession {
        let connection = try await connect(uri, configuration, clock, progress)
        do throws(MigrationError) {
            return try await databaseWork("Unable to prepare the connection") {
                // What a script writes as text must not depend on who runs it: Flyway leaves this setting alone.
                try await connection.script("reset intervalstyle")
                if let sql = configuration.initSQL { try await connection.script(sql, timeout: ScriptRun.limit) }
                return try await introduced(connection, configuration, clock)
            }
        } catch {
            await connection.close()
            throw error
        }
    }

    private static func introduced(
        _ connection: PostgresConnection, _ configuration: FlywayConfiguration, _ clock: any Clock<Duration>
    ) async throws -> MigrationSession {
        let result = try await connection.query(
            """
            select current_user as "user", current_schema() as "schema", current_database() as "database",
                   current_setting('search_path') as "path", current_setting('server_version_num') as "version"
            """)
        guard let row = result.first else { throw PostgresError(.decoding, "the server did not say who we are") }
        let current: String? = try row.decodeIfPresent("schema")
        guard let schema = configuration.defaultSchema ?? configuration.schemas.first ?? current else {
            throw MigrationError(
                .configuration, "Unable to determine current schema as search_path is empty.",
                advice: "Set flyway.defaultSchema or flyway.schemas.")
        }
        let user: String = try row.decode("user")
        let table = HistoryTable(schema: schema, name: configuration.table)
        return MigrationSession(
            connection: connection, configuration: configuration, clock: clock,
            history: SchemaHistory(connection: connection, table: table, installedBy: configuration.installedBy ?? user),
            schemas: configuration.schemas.contains(schema) ? configuration.schemas : [schema] + configuration.schemas,
            user: user, database: try row.decode("database"), serverVersion: try row.decode("version"),
            searchPath: try row.decode("path"))
    }

    private static func connect(
        _ uri: String, _ configuration: FlywayConfiguration, _ clock: any Clock<Duration>, _ progress: MigrationProgress
    ) async throws(MigrationError) -> PostgresConnection {
        var pause = Duration.seconds(1)
        var tries = 0
        while true {
            do throws(PostgresError) {
                return try await PostgresConnection(uri, applicationName: "ems migrate")
            } catch {
                tries += 1
                guard tries <= configuration.connectRetries else {
                    throw MigrationError(.database, "Unable to obtain a connection to the database.", cause: error)
                }
                progress(.warning("Connection error: \(error)\nRetrying in \(pause.components.seconds) sec..."))
                try await wait(pause, clock, "Interrupted while connecting")
                pause = min(pause * 2, max(configuration.connectRetriesInterval, .seconds(1)))
            }
        }
    }

    static func wait(_ pause: Duration, _ clock: any Clock<Duration>, _ interrupted: String) async throws(MigrationError) {
        do { try await clock.sleep(for: pause) } catch { throw MigrationError(.database, interrupted) }
    }

    // MARK: - Between scripts

    /// Undoes `set role` and `set search_path` of the script before; puts our schema first on the path.
    func restoreRoleAndPath() async throws(PostgresError) {
        let isFirst = searchPath == schema || searchPath.hasPrefix(schema + ",")
        let path = isFirst ? searchPath : searchPath.isEmpty ? schema.sqlIdentifier : "\(schema.sqlIdentifier),\(searchPath)"
        try await connection.script("\(restoringRole); select pg_catalog.set_config('search_path', \(path.sqlLiteral), false)")
    }

    /// Undoes `set role` of a script, before its row is written.
    func restoreRole() async throws(PostgresError) {
        try await connection.script(restoringRole)
    }

    private var restoringRole: String { "set role \(user.sqlLiteral)" }

    // MARK: - The lock

    /// Runs `body` while nobody else migrates this history, Flyway included.
    /// - Throws: `.lock` when it could not be had within `lockRetryCount` seconds.
    func locked<Value: Sendable>(_ body: () async throws(MigrationError) -> Value) async throws(MigrationError) -> Value {
        let key = PostgresValue(String(history.table.lockKey))
        var retries = 0
        while try await !ask("select pg_try_advisory_lock($1) as answer", key) {
            try await Self.wait(.seconds(1), clock, "Interrupted while attempting to acquire PostgreSQL advisory lock")
            if let limit = configuration.lockRetryCount, retries >= limit {
                throw MigrationError(
                    .lock,
                    "Number of retries exceeded while attempting to acquire PostgreSQL advisory lock. "
                        + "Configure the number of retries with the 'lockRetryCount' configuration option",
                    advice:
                        "Somebody else is migrating \(history.table.quoted), or died with a connection open (pg_locks, locktype advisory).")
            }
            retries += 1
        }
        let value: Value
        do throws(MigrationError) {
            value = try await body()
        } catch {
            if connection.isOpen { _ = try? await ask("select pg_advisory_unlock($1) as answer", key) }
            throw error
        }
        // False where the script itself let go of it (discard all); then there is nothing left to release.
        _ = try await ask("select pg_advisory_unlock($1) as answer", key)
        return value
    }

    private func ask(_ sql: String, _ key: PostgresValue) async throws(MigrationError) -> Bool {
        try await databaseWork("Unable to acquire or release the PostgreSQL advisory lock") {
            try await connection.query(sql, [key]).first?.decode("answer") ?? false
        }
    }

    /// Runs `body` in one transaction of its own.
    func transaction<Value: Sendable>(_ body: () async throws(MigrationError) -> Value) async throws(MigrationError) -> Value {
        try await databaseWork("Unable to begin a transaction") { _ = try await connection.script("begin") }
        do throws(MigrationError) {
            let value = try await body()
            try await databaseWork("Unable to commit") { _ = try await connection.script("commit") }
            return value
        } catch {
            if connection.isOpen { _ = try? await connection.script("rollback") }
            throw error
        }
    }
}
