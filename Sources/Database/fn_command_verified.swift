internal import Postgres
public import Site

extension Database {
    /// The setting was read back; returns the command's state: `verified`, or `failed` where it differs.
    public func commandVerified(siteID: String, commandID: Int, valueRead: Double, at: Instant) async throws -> String {
        try await row(
            "select ems.fn_command_verified(p_site_id => $1, p_command_id => $2, p_value_read => $3, p_at => $4) as state",
            [PostgresValue(siteID), PostgresValue(commandID), PostgresValue(valueRead), PostgresValue(at)]
        ).decode("state")
    }
}
