internal import Postgres
public import Site

extension Database {
    /// Learns from the last weeks' sun; returns hours of the day that got a factor.
    public func pvCalibrate(siteID: String, at: Instant) async throws -> Int {
        try await row("select ems.fn_pv_calibrate(p_site_id => $1, p_at => $2) as hours", [PostgresValue(siteID), PostgresValue(at)]).decode("hours")
    }
}
