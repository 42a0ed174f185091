internal import Postgres

/// A provider to ask for a site, and what it must be told.
public struct WantedForecast: Sendable {
    public struct Plane: Sendable, Decodable {
        public let plane: String
        public let peakW: Double
        public let tiltDeg: Double
        public let azimuthDeg: Double
        public let acLimitW: Double?
    }

    public let provider: String
    public let resource: String?
    public let latitudeDeg: Double
    public let longitudeDeg: Double
    public let timeZone: String
    public let planes: [Plane]
}

extension Database {
    /// Providers of a site, best first.
    public func forecastWanted(siteID: String) async throws -> [WantedForecast] {
        try await rows("select * from ems.fn_forecast_wanted(p_site_id => $1)", [PostgresValue(siteID)]).map { row in
            WantedForecast(
                provider: try row.decode("provider"), resource: try row.decodeIfPresent("resource"), latitudeDeg: try row.decode("latitude_deg"),
                longitudeDeg: try row.decode("longitude_deg"), timeZone: try row.decode("time_zone"), planes: try row.json("plane"))
        }
    }
}
