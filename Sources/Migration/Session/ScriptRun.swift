internal import Postgres

/// A script cut into statements, and what they need.
struct ScriptRun: Sendable {
    /// The longest a single statement may take: building an index over years of telemetry is legitimate.
    static let limit = Duration.seconds(86_400)

    let script: MigrationScript
    let source: SourceText
    let statements: [SQLStatement]
    let inTransaction: Bool

    /// - Throws: `.script` where the text cannot be cut, or mixes statements that need a transaction with ones that refuse it.
    init(_ script: MigrationScript, source: SourceText, configuration: FlywayConfiguration, serverVersion: Int) throws(MigrationError) {
        self.script = script
        self.source = source
        statements = try StatementSplitter.statements(of: source)
        let decided = script.configuration.executeInTransaction ?? (configuration.executeInTransaction ? nil : false)
        let kinds = statements.map { $0.runsInTransaction(serverVersion: serverVersion) }
        if decided == nil, !configuration.mixed, let first = kinds.first, let other = kinds.firstIndex(of: !first) {
            let suffix = kinds[other] ? "" : " [non-transactional]"
            throw MigrationError(
                .script,
                "Detected both transactional and non-transactional statements within the same migration (even though mixed is false). "
                    + "Offending statement: \(statements[other].sql)\(suffix)",
                at: source.place(of: statements[other].offset),
                advice: "Put it into a migration of its own, or executeInTransaction=false into \(script.path).conf.")
        }
        inTransaction = decided ?? kinds.allSatisfy(\.self)
    }

    /// `to version "001 - create table a"` or `with repeatable migration "vw a"`, as Flyway speaks of it.
    /// - Parameter current: the version the database is at.
    func label(current: MigrationVersion?) -> String {
        let suffix = inTransaction ? "" : " [non-transactional]"
        guard let version = script.version else { return "with repeatable migration \"\(script.description)\"\(suffix)" }
        let description = script.description.isEmpty ? "" : " - \(script.description)"
        let order = current.map { version < $0 } ?? false ? " [out of order]" : ""
        return "to version \"\(version)\(description)\"\(order)\(suffix)"
    }

    /// Where in the file a failure of a statement stands: at the server's position, else where the statement begins.
    func place(of statement: Int, position: Int?) -> MigrationError.Place {
        let sql = statements[statement].sql
        let scalars = sql.unicodeScalars
        let inside = position.flatMap { scalars.index(scalars.startIndex, offsetBy: $0 - 1, limitedBy: scalars.endIndex) }
        return source.place(of: statements[statement].offset + (inside.map { sql.utf8.distance(from: sql.startIndex, to: $0) } ?? 0))
    }
}

/// Which statement of a script failed, and how.
struct StatementFailure: Error {
    var statement: Int
    var cause: PostgresError
    /// The script had ended a transaction itself before; what came until then stays.
    var afterOwnCommit: Bool
}

extension PostgresConnection {
    /// Sends a script's statements one after another, all in one turn on this connection.
    /// - Parameters:
    ///   - inTransaction: begin anew where the script ends the transaction by itself.
    ///   - heard: gets the server's notices as they come.
    func run(_ script: ScriptRun, inTransaction: Bool, heard: @Sendable (String) -> Void) throws(StatementFailure) {
        var afterOwnCommit = false
        for (index, statement) in script.statements.enumerated() {
            defer { for notice in takeNotices() { heard(notice) } }
            do throws(PostgresError) {
                if inTransaction, !isInTransaction {
                    afterOwnCommit = true
                    try self.script("begin")
                }
                if let data = statement.copyData {
                    try copyIn(statement.sql, data, timeout: ScriptRun.limit)
                } else {
                    try self.script(statement.sql, timeout: ScriptRun.limit)
                }
            } catch {
                throw StatementFailure(statement: index, cause: error, afterOwnCommit: afterOwnCommit)
            }
        }
    }
}
