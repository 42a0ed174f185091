internal import Postgres
public import Site

extension Database {
    /// Asks for leave to call a provider, and counts the call; nil when it is given, else why not.
    public func forecastCall(siteID: String, provider: String, at: Instant) async throws -> String? {
        try await row(
            "select reason from ems.fn_forecast_call(p_site_id => $1, p_provider => $2, p_at => $3)",
            [PostgresValue(siteID), PostgresValue(provider), PostgresValue(at)]
        ).decodeIfPresent("reason")
    }
}
