internal import Postgres
public import Site

extension Database {
    /// A call brought nothing.
    public func forecastFailed(siteID: String, provider: String, calledAt: Instant, error: String, retryAt: Instant?, at: Instant) async throws {
        _ = try await rows(
            "select ems.fn_forecast_failed(p_site_id => $1, p_provider => $2, p_called_at => $3, p_error => $4, p_retry_at => $5, p_at => $6)",
            [
                PostgresValue(siteID), PostgresValue(provider), PostgresValue(calledAt), PostgresValue(error), PostgresValue(retryAt), PostgresValue(at),
            ])
    }
}
