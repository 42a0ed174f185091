import Postgres

/// Rows of a query as psql would print them without alignment; NULL is `-`.
func rows(_ uri: String, _ sql: String) async throws -> [String] {
    let connection = try await PostgresConnection(uri)
    let result = try await connection.query(sql)
    let lines = (0..<result.rowCount).map { row in
        result.columnNames.indices.map { result.text(row: row, column: $0) ?? "-" }.joined(separator: "|")
    }
    await connection.close()
    return lines
}

/// Everything in the history that does not depend on when and how fast.
func history(_ uri: String, table: String = "energy.flyway_schema_history") async throws -> [String] {
    try await rows(
        uri,
        """
        select installed_rank, version, description, type, script, checksum, success from \(table) order by installed_rank
        """)
}

func execute(_ uri: String, _ sql: String) async throws {
    let connection = try await PostgresConnection(uri)
    try await connection.script(sql)
    await connection.close()
}
