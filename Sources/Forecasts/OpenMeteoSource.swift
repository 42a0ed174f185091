public import Fetch
public import Site

/// Open-Meteo: weather by quarter-hours, no key for non-commercial use; about 600 calls a minute, 5000 an hour, 10000 a day.
///
/// Outside Central Europe and North America the quarter-hours are interpolated from hours.
public struct OpenMeteoSource: ForecastSource {
    public static let baseURL = "https://api.open-meteo.com"

    public let name = "open-meteo"
    private let baseURL: String
    private let days: Int

    /// - Parameter days: UTC days from today on, 1…16. Three reach to the end of the local tomorrow in every zone.
    public init(baseURL: String = Self.baseURL, days: Int = 3) {
        self.baseURL = baseURL
        self.days = days
    }

    static let variables = "shortwave_radiation,direct_normal_irradiance,diffuse_radiation,temperature_2m,wind_speed_10m,cloud_cover"

    /// Asks in UTC and Unix time: local answers carry one offset even across a change of clocks.
    public func request(for place: ForecastPlace) -> HTTPRequest {
        let query = [
            "latitude=\(place.latitude.short)", "longitude=\(place.longitude.short)", "minutely_15=\(Self.variables)", "hourly=\(Self.variables)",
            "wind_speed_unit=ms", "timezone=GMT", "timeformat=unixtime", "forecast_days=\(days)",
        ]
        return HTTPRequest(.get, "\(baseURL)/v1/forecast?\(query.joined(separator: "&"))", headers: ["Accept": "application/json"])
    }

    public func fetch(
        _ place: ForecastPlace, with client: HTTPClient, at now: Instant
    ) async throws(FetchError) -> Fetched<ForecastDocument> {
        try await send(request(for: place), place, client, now)
    }

    private struct Refusal: Decodable {
        var error: Bool
        var reason: String
    }

    public func parse(_ response: HTTPResponse, place: ForecastPlace, at now: Instant) -> Outcome<ForecastDocument> {
        if let told = try? response.json(Refusal.self), told.error { return .unreadable(unreadable(response, told.reason, now)) }
        if let refusal = response.refusal(now: now) { return .unreadable(refusal) }
        do {
            let answer = try response.json(OpenMeteoAnswer.self)
            var problems: [String] = []
            let slots = try answer.slots(noting: &problems)
            if slots.isEmpty, problems.isEmpty { return .notPublished }
            return .document(
                ForecastDocument(source: name, series: .weather(slots), attribution: "Weather data by Open-Meteo.com, CC BY 4.0", problems: problems))
        } catch {
            return .unreadable(error)
        }
    }

    /// `{"error": true, "reason": "Hourly API request limit exceeded. …"}`
    private func unreadable(_ response: HTTPResponse, _ reason: String, _ now: Instant) -> Unreadable {
        var refusal = response.refusal(now: now) ?? Unreadable(.refused, "")
        refusal.reason = "Open-Meteo: \(reason.prefix(160))"
        if refusal.kind == .quota, refusal.retryAt == nil {
            switch reason.prefix(while: { $0 != " " }) {
            case "Minutely": refusal.retryAt = now.floored(to: .seconds(60)) + .seconds(60)
            case "Hourly": refusal.retryAt = now.floored(to: .seconds(3600)) + .seconds(3600)
            case "Daily": refusal.retryAt = now.nextUTCMidnight
            default: break
            }
        }
        return refusal
    }
}
