public import Postgres

/// The brain, as the worker sees it: one method a SQL function, in a file of the function's name.
///
/// Every session works as `ems_worker`, so that nothing but the granted functions can be called, whoever logs in.
public struct Database: Sendable {
    public let pool: PostgresPool

    /// - Parameters:
    ///   - uri: libpq connection URI of a role that is a member of `ems_worker`.
    ///   - size: most sessions at a time.
    public init(_ uri: String, size: Int = 4, applicationName: String = "ems-worker") {
        pool = PostgresPool(size: size) { () async throws(PostgresError) in
            let connection = try await PostgresConnection(uri, applicationName: applicationName)
            try await connection.script("set role ems_worker")
            return connection
        }
    }

    public func close() async { await pool.close() }

    func rows(_ sql: String, _ parameters: [PostgresValue] = [], timeout: Duration = .seconds(60)) async throws -> PostgresResult {
        try await pool.withConnection { try await $0.query(sql, parameters, timeout: timeout) }
    }

    /// The only row of a function that returns one.
    func row(_ sql: String, _ parameters: [PostgresValue] = [], timeout: Duration = .seconds(60)) async throws -> PostgresRow {
        let result = try await rows(sql, parameters, timeout: timeout)
        guard let row = result.first else { throw PostgresError(.decoding, "the function returned no row") }
        return row
    }
}
