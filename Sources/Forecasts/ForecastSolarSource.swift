public import Fetch
public import Site

/// forecast.solar: PV power by hours, finer with a key. Free: 12 calls an hour per address, today and tomorrow, one plane a call.
public struct ForecastSolarSource: ForecastSource {
    public static let baseURL = "https://api.forecast.solar"

    public let name = "forecast.solar"
    private let baseURL: String
    private let key: String?

    public init(key: String? = nil, baseURL: String = Self.baseURL) {
        self.key = key
        self.baseURL = baseURL
    }

    /// Nil without planes, and for several without a key: then ask plane by plane and add the power.
    public func request(for place: ForecastPlace) -> HTTPRequest? {
        guard !place.planes.isEmpty, place.planes.count == 1 || key != nil else { return nil }
        let planes = place.planes.map { "/\($0.tiltDeg.short)/\($0.azimuthDeg.short)/\($0.peakKW.short)" }.joined()
        let path = (key.map { "/\($0.percentEncoded)" } ?? "") + "/estimate/\(place.latitude.short)/\(place.longitude.short)\(planes)"
        return HTTPRequest(.get, "\(baseURL)\(path)?time=utc", headers: ["Accept": "application/json"], secrets: key.map { [$0] } ?? [])
    }

    public func fetch(
        _ place: ForecastPlace, with client: HTTPClient, at now: Instant
    ) async throws(FetchError) -> Fetched<ForecastDocument> {
        guard let request = request(for: place) else {
            throw FetchError(.invalidRequest, "forecast.solar needs one plane a call, or a key for \(place.planes.count)")
        }
        return try await send(request, place, client, now)
    }

    private struct Answer: Decodable {
        struct Message: Decodable {
            struct Info: Decodable {
                var time: String?
                var time_utc: String?
                var timezone: String?
            }

            struct RateLimit: Decodable {
                private enum CodingKeys: String, CodingKey {
                    case remaining, retryAt = "retry-at"
                }

                var remaining: Int?
                var retryAt: String?
            }

            var text: String?
            var info: Info?
            var ratelimit: RateLimit?
        }

        var message: Message
    }

    private struct Result: Decodable {
        struct Values: Decodable {
            /// Momentary power, W.
            var watts: [String: Double]
            /// Energy since the key before, Wh.
            var watt_hours_period: [String: Double]
        }

        var result: Values
    }

    public func parse(_ response: HTTPResponse, place: ForecastPlace, at now: Instant) -> Outcome<ForecastDocument> {
        let message = (try? response.json(Answer.self))?.message
        if var refusal = response.refusal(now: now) {
            if let text = message?.text { refusal.reason = "forecast.solar: \(text.prefix(160))" }
            if let retryAt = message?.ratelimit?.retryAt.flatMap({ Instant($0) }) { refusal.retryAt = retryAt }
            return .unreadable(refusal)
        }
        do {
            let values = try response.json(Result.self).result
            let zone = message?.info?.timezone.flatMap { Zone($0) } ?? place.zone
            var problems: [String] = []
            let series = try ForecastSolarSeries(energy: values.watt_hours_period, power: values.watts, zone: zone)
            let slots = series.slots(noting: &problems)
            if slots.isEmpty, problems.isEmpty { return .notPublished }
            let issued = message?.info?.time_utc ?? message?.info?.time
            return .document(
                ForecastDocument(
                    source: name, series: .power(slots), issuedAt: issued.flatMap { Instant($0) }, callsLeft: message?.ratelimit?.remaining,
                    attribution: "forecast.solar", problems: problems))
        } catch {
            return .unreadable(error)
        }
    }
}
