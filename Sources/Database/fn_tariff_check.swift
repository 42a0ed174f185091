internal import Postgres
public import Site

extension Database {
    /// Raises or resolves `tariff_ending`: whether everything a price is put together from is known for the next 30 days.
    public func tariffCheck(siteID: String, at: Instant) async throws {
        _ = try await rows("select ems.fn_tariff_check(p_site_id => $1, p_at => $2)", [PostgresValue(siteID), PostgresValue(at)])
    }
}
