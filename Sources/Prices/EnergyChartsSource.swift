public import Fetch
internal import Foundation
public import Site

/// energy-charts.info of Fraunhofer ISE, no key. Every answer carries its own licence.
public struct EnergyChartsSource: PriceSource {
    public static let baseURL = "https://api.energy-charts.info"

    public let name = "energy-charts"
    private let baseURL: String

    public init(baseURL: String = Self.baseURL) { self.baseURL = baseURL }

    /// The zones of the API's documentation, parameter `bzn`.
    private static let markets: Set<String> = [
        "AT", "BE", "BG", "CH", "CZ", "DE-AT-LU", "DE-LU", "DK1", "DK2", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IT-Calabria", "IT-Centre-North",
        "IT-Centre-South", "IT-North", "IT-Sardinia", "IT-Sicily", "IT-South", "LT", "LV", "ME", "NL", "NO1", "NO2", "NO2NSL", "NO3", "NO4",
        "NO5", "PL", "PT", "RO", "RS", "SE1", "SE2", "SE3", "SE4", "SI", "SK",
    ]

    public func serves(_ market: String) -> Bool { Self.markets.contains(market) }

    /// Both dates are local days of the zone and inclusive.
    public func request(for day: LocalDay, market: String) -> HTTPRequest {
        let query = [("bzn", market), ("start", "\(day.date)"), ("end", "\(day.date)")].queryString
        return HTTPRequest(.get, "\(baseURL)/price?\(query)", headers: ["Accept": "application/json"])
    }

    public func fetch(
        _ day: LocalDay, market: String, with client: HTTPClient, at now: Instant
    ) async throws(FetchError) -> Fetched<PriceDocument> {
        guard serves(market) else { throw unknown(market) }
        let request = request(for: day, market: market)
        let response = try await client.send(request)
        return Fetched(source: name, parts: [.init(request, response)], outcome: parse(response, day: day, market: market, at: now))
    }

    private struct Answer: Decodable {
        var license_info: String?
        /// Starts of the intervals.
        var unix_seconds: [Int64]
        var price: [Decimal?]
        var unit: String?
    }

    /// The answer has no field for the resolution: it is the smallest distance of starts within the day, 15 or 60 minutes.
    public func parse(_ response: HTTPResponse, day: LocalDay, market: String, at now: Instant) -> Outcome<PriceDocument> {
        // `{"detail": "no content available"}` where there are no prices for the range.
        if response.status == 404, response.text.contains("no content available") { return .notPublished }
        if let refusal = response.refusal(now: now) { return .unreadable(refusal) }
        let answer: Answer
        do {
            answer = try response.json(Answer.self)
        } catch {
            return .unreadable(error)
        }
        guard answer.unix_seconds.count == answer.price.count else {
            return .unreadable(Unreadable(.malformed, "\(answer.unix_seconds.count) times and \(answer.price.count) prices"))
        }
        var assembly = SlotAssembly(day)
        let unit = answer.unit.flatMap { PriceUnit($0) }
        let times = answer.unix_seconds.map { Instant(unixSeconds: $0) }
        if times.contains(nil) { assembly.note("a time that is none") }
        let starts = Set(times.compactMap(\.self).filter { day.startsAt <= $0 && $0 < day.endsAt }).sorted()
        if !starts.isEmpty {
            if unit == nil { assembly.note("the unit \(answer.unit ?? "(none)") is not known") }
            let distance = zip(starts, starts.dropFirst()).map { $1 - $0 }.min()
            if let distance, distance == .seconds(900) || distance == .seconds(3600) {
                for (start, price) in zip(times, answer.price) {
                    if let start, let price { assembly.add(from: start, for: distance, price: price * (unit?.factor ?? 1)) }
                }
            } else {
                assembly.note("prices every \(distance.map { "\($0.components.seconds) s" } ?? "day") instead of every 15 or 60 minutes")
            }
        }
        return assembly.outcome(source: name, market: market, currency: unit?.currency ?? "", licence: answer.license_info)
    }
}
