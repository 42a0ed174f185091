internal import Postgres
public import Site

/// One slot of a forecast, means; what the provider does not say is nil.
public struct ImportedForecast: Sendable {
    public var startsAt: Instant
    public var endsAt: Instant
    public var ghiWM2: Double?
    public var dniWM2: Double?
    public var dhiWM2: Double?
    public var temperatureC: Double?
    public var windMS: Double?
    public var cloudPct: Double?
    public var pvW: Double?
    public var pvP10W: Double?
    public var pvP90W: Double?

    public init(startsAt: Instant, endsAt: Instant) {
        self.startsAt = startsAt
        self.endsAt = endsAt
    }
}

extension Database {
    /// Hands a forecast over; returns why it was quarantined, or nil.
    public func importForecast(
        siteID: String, provider: String, calledAt: Instant, issuedAt: Instant?, slots: [ImportedForecast], problems: [String], body: String, at: Instant
    ) async throws -> String? {
        func column(_ path: KeyPath<ImportedForecast, Double?>) -> PostgresValue { PostgresValue(array: slots.map { $0[keyPath: path] }) }
        return try await row(
            """
            select reason from ems.fn_import_forecast(p_site_id => $1, p_provider => $2, p_called_at => $3, p_issued_at => $4,
              p_starts_at => $5::timestamptz[], p_ends_at => $6::timestamptz[], p_ghi_w_m2 => $7::float8[], p_dni_w_m2 => $8::float8[],
              p_dhi_w_m2 => $9::float8[], p_temperature_c => $10::float8[], p_wind_m_s => $11::float8[], p_cloud_pct => $12::float8[],
              p_pv_w => $13::float8[], p_pv_p10_w => $14::float8[], p_pv_p90_w => $15::float8[], p_problem => $16::text[], p_body => $17, p_at => $18)
            """,
            [
                PostgresValue(siteID), PostgresValue(provider), PostgresValue(calledAt), PostgresValue(issuedAt), PostgresValue(array: slots.map(\.startsAt)),
                PostgresValue(array: slots.map(\.endsAt)), column(\.ghiWM2), column(\.dniWM2), column(\.dhiWM2), column(\.temperatureC), column(\.windMS),
                column(\.cloudPct), column(\.pvW), column(\.pvP10W), column(\.pvP90W), PostgresValue(array: problems), PostgresValue(body), PostgresValue(at),
            ]
        ).decodeIfPresent("reason")
    }
}
