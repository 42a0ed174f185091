internal import Postgres
public import Site

extension Database {
    /// Keeps what the guard wrote without being asked: a verified command, a count in the ledger, an alert.
    /// - Parameter code: of the alert, which is also the command's reason: `fuse_exceeded`, `grid_meter_stale`.
    public func guardWrote(
        siteID: String, device: String, point: String, value: Double, worker: String, code: String, message: String, at: Instant
    ) async throws {
        _ = try await rows(
            """
            select ems.fn_guard_wrote(p_site_id => $1, p_device => $2, p_point => $3, p_value => $4, p_worker => $5, p_code => $6, p_message => $7, p_at => $8)
            """,
            [
                PostgresValue(siteID), PostgresValue(device), PostgresValue(point), PostgresValue(value), PostgresValue(worker), PostgresValue(code),
                PostgresValue(message), PostgresValue(at),
            ])
    }
}
