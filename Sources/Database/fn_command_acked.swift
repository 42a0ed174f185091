internal import Postgres
public import Site

extension Database {
    /// The device accepted the write, or held the value already.
    public func commandAcked(siteID: String, commandID: Int, at: Instant) async throws {
        _ = try await rows(
            "select ems.fn_command_acked(p_site_id => $1, p_command_id => $2, p_at => $3)", [PostgresValue(siteID), PostgresValue(commandID), PostgresValue(at)])
    }
}
