internal import Postgres
public import Site

extension Database {
    /// Brings a site's aggregates forward; returns how far they are still behind.
    public func aggregateTelemetry(siteID: String, at: Instant) async throws -> Duration {
        try await row("select * from ems.fn_aggregate_telemetry(p_site_id => $1, p_at => $2)", [PostgresValue(siteID), PostgresValue(at)]).decode("behind")
    }
}
