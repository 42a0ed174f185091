internal import Postgres
public import Site

extension Database {
    /// Ends control of all devices of a site; returns how many settings go back to their owner.
    public func controlRelease(siteID: String, reason: String, at: Instant) async throws -> Int {
        try await row(
            "select ems.fn_control_release(p_site_id => $1, p_device_id => null, p_reason => $2, p_at => $3) as commands",
            [PostgresValue(siteID), PostgresValue(reason), PostgresValue(at)]
        ).decode("commands")
    }
}
