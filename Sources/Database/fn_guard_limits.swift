internal import Postgres

extension Database {
    /// The guard's document of a site, as JSON text.
    public func guardLimits(siteID: String) async throws -> String {
        try await row("select ems.fn_guard_limits(p_site_id => $1) as limits", [PostgresValue(siteID)]).decode("limits")
    }
}
