public import Fetch
public import Site

/// Solcast rooftop sites: PV power with quantiles by half-hours; needs a key. The free account has 10 calls a day.
///
/// Place and planes are set at Solcast, where azimuth counts 0 north, −90 east, 90 west.
public struct SolcastSource: ForecastSource {
    public static let baseURL = "https://api.solcast.com.au"

    public let name = "solcast"
    private let site: String
    private let key: String
    private let hours: Int
    private let baseURL: String

    /// - Parameter site: the resource id of the rooftop site.
    public init(site: String, key: String, hours: Int = 72, baseURL: String = Self.baseURL) {
        self.site = site
        self.key = key
        self.hours = hours
        self.baseURL = baseURL
    }

    public func request() -> HTTPRequest {
        HTTPRequest(
            .get, "\(baseURL)/rooftop_sites/\(site.percentEncoded)/forecasts?format=json&hours=\(hours)",
            headers: ["Authorization": "Bearer \(key)", "Accept": "application/json"], secrets: [key])
    }

    public func fetch(
        _ place: ForecastPlace, with client: HTTPClient, at now: Instant
    ) async throws(FetchError) -> Fetched<ForecastDocument> {
        try await send(request(), place, client, now)
    }

    private struct Answer: Decodable {
        struct Forecast: Decodable {
            /// Means in kW.
            var pv_estimate: Double
            var pv_estimate10: Double?
            var pv_estimate90: Double?
            /// The label is the end of the interval.
            var period_end: String
            /// `PT30M`
            var period: String
        }

        var forecasts: [Forecast]
    }

    private struct Refusal: Decodable {
        struct Status: Decodable {
            var error_code: String
            var message: String?
        }

        var response_status: Status
    }

    public func parse(_ response: HTTPResponse, place: ForecastPlace, at now: Instant) -> Outcome<ForecastDocument> {
        if let refusal = response.refusal(now: now) { return .unreadable(explained(refusal, response, now)) }
        do {
            let forecasts = try response.json(Answer.self).forecasts
            if forecasts.isEmpty { return .notPublished }
            var problems: [String] = []
            let slots = forecasts.compactMap { slot($0, noting: &problems) }.settled(noting: &problems)
            return .document(ForecastDocument(source: name, series: .power(slots), attribution: "Solcast", problems: problems))
        } catch {
            return .unreadable(error)
        }
    }

    /// 429 is the daily limit when the answer says so, else a crowd: try again soon.
    private func explained(_ refusal: Unreadable, _ response: HTTPResponse, _ now: Instant) -> Unreadable {
        var refusal = refusal
        let told = (try? response.json(Refusal.self))?.response_status
        if let told { refusal.reason = "Solcast: \(told.error_code.prefix(40)) \((told.message ?? "").prefix(120))" }
        if refusal.kind == .quota {
            if told?.error_code == "TooManyRequests" {
                refusal.retryAt = refusal.retryAt ?? now.nextUTCMidnight
            } else {
                refusal.kind = .busy
            }
        }
        return refusal
    }

    private static let periods: [String: Duration] = [
        "PT15M": .seconds(900), "PT30M": .seconds(1800), "PT60M": .seconds(3600), "PT1H": .seconds(3600),
    ]

    private func slot(_ told: Answer.Forecast, noting problems: inout [String]) -> PowerSlot? {
        let watts = [told.pv_estimate, told.pv_estimate10, told.pv_estimate90].map { $0.map { $0 * 1000 } }
        guard let end = Instant(told.period_end), end.isPlausible, let period = Self.periods[told.period], let p50 = watts[0],
            watts.allSatisfy({ $0.map { (0..<1e9).contains($0) } ?? true }), end == end.floored(to: period)
        else {
            problems.append("no forecast: \(told.pv_estimate) kW, \(told.period_end.prefix(30)), \(told.period.prefix(10))")
            return nil
        }
        return PowerSlot(startsAt: end - period, endsAt: end, p50W: p50, p10W: watts[1], p90W: watts[2])
    }
}
