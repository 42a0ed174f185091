internal import Postgres
public import Site

extension Database {
    /// Decides what every device is to do now; returns how many commands that made, and what held others back.
    public func setpointMake(siteID: String, at: Instant) async throws -> (commands: Int, note: String?) {
        let row = try await row("select * from ems.fn_setpoint_make(p_site_id => $1, p_at => $2)", [PostgresValue(siteID), PostgresValue(at)])
        return (try row.decode("commands"), try row.decodeIfPresent("note"))
    }
}
