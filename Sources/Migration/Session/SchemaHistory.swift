internal import Postgres

/// Reads and writes a history table.
struct SchemaHistory: Sendable {
    let connection: PostgresConnection
    let table: HistoryTable
    /// Goes into `installed_by`.
    let installedBy: String

    func exists() async throws(PostgresError) -> Bool {
        try await connection.query(
            """
            select from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
            where n.nspname = $1 and c.relname = $2 and c.relkind = 'r'
            """, [PostgresValue(table.schema), PostgresValue(table.name)]
        ).rowCount > 0
    }

    /// The rows above a rank, by rank; none where the table does not exist.
    /// - Throws: `.history` for a row Flyway would not understand either.
    func rows(after rank: Int = -1) async throws(MigrationError) -> [AppliedMigration] {
        let result = try await databaseWork("Unable to read the Schema History table \(table.quoted)") { () -> PostgresResult? in
            // A history that has been read before needs no looking for.
            if rank < 0, try await !exists() { return nil }
            return try await connection.query(
                """
                select "installed_rank", "version", "description", "type", "script", "checksum",
                       to_char("installed_on", 'YYYY-MM-DD HH24:MI:SS') as "installed_on", "success"
                from \(table.quoted) where "installed_rank" > $1 order by "installed_rank"
                """, [PostgresValue(rank)])
        }
        return try result?.map { row throws(MigrationError) in try applied(row) } ?? []
    }

    private func applied(_ row: PostgresRow) throws(MigrationError) -> AppliedMigration {
        do {
            let rank: Int = try row.decode("installed_rank")
            let type: String = try row.decode("type")
            let text: String? = try row.decodeIfPresent("version")
            guard let kind = AppliedMigration.Kind(stored: type) else {
                throw MigrationError(.history, "\(table.quoted): row \(rank) has the unknown type '\(type)'", advice: Self.correct)
            }
            let version = text.flatMap { MigrationVersion($0) }
            if let text, version == nil {
                throw MigrationError(
                    .history, "\(table.quoted): row \(rank) has the version '\(text)', which is none", advice: Self.correct)
            }
            return AppliedMigration(
                rank: rank, version: version, description: try row.decode("description"), kind: kind, script: try row.decode("script"),
                checksum: try row.decodeIfPresent("checksum"), installedOn: try row.decode("installed_on"),
                success: try row.decode("success"))
        } catch let error as MigrationError {
            throw error
        } catch {
            throw MigrationError(.history, "\(table.quoted) does not look like a schema history: \(error)")
        }
    }

    private static let correct = "Another tool must have written it. Correct the row; Flyway cannot read it either."

    /// Adds a row below the last one. The lock has to be held.
    func insert(_ row: HistoryRow) async throws(PostgresError) -> AppliedMigration {
        let description = AppliedMigration.abbreviated(description: row.description)
        let script = AppliedMigration.abbreviated(script: row.script)
        let result = try await connection.query(
            """
            insert into \(table.quoted)
                ("installed_rank", "version", "description", "type", "script", "checksum", "installed_by", "execution_time", "success")
            select coalesce(max("installed_rank") + 1, $1), $2, $3, $4, $5, $6, $7, $8, $9 from \(table.quoted)
            returning "installed_rank", to_char("installed_on", 'YYYY-MM-DD HH24:MI:SS') as "installed_on"
            """,
            [
                PostgresValue(row.kind == .schema ? 0 : 1), PostgresValue(row.version), PostgresValue(description),
                PostgresValue(row.kind.rawValue), PostgresValue(script), PostgresValue(row.checksum), PostgresValue(installedBy),
                PostgresValue(row.executionTime), PostgresValue(row.success),
            ])
        guard let written = result.first else { throw PostgresError(.decoding, "the history's new row was not returned") }
        return AppliedMigration(
            rank: try written.decode("installed_rank"), version: row.version.flatMap { MigrationVersion($0) }, description: description,
            kind: row.kind, script: script, checksum: row.checksum, installedOn: try written.decode("installed_on"), success: row.success)
    }

    func removeFailed() async throws(PostgresError) {
        try await connection.query("delete from \(table.quoted) where not \"success\"")
    }

    /// Gives a row what its file says.
    func align(_ row: AppliedMigration, with script: MigrationScript) async throws(PostgresError) {
        try await connection.query(
            "update \(table.quoted) set \"description\" = $1, \"type\" = $2, \"checksum\" = $3 where \"installed_rank\" = $4",
            [
                PostgresValue(AppliedMigration.abbreviated(description: script.description)),
                PostgresValue(AppliedMigration.Kind.sql.rawValue), PostgresValue(script.checksum), PostgresValue(row.rank),
            ])
    }
}
