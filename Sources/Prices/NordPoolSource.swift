public import Fetch
internal import Foundation
public import Site

/// Nord Pool's data portal, no key. Has neither CZ nor SK. Delivery days are CET days, in Finland and the Baltics too.
public struct NordPoolSource: PriceSource {
    public static let baseURL = "https://dataportal-api.nordpoolgroup.com"

    public let name = "nordpool"
    private let baseURL: String

    public init(baseURL: String = Self.baseURL) { self.baseURL = baseURL }

    private static let areas: [String: String] = {
        let own = [
            "AT", "BE", "BG", "DK1", "DK2", "EE", "FI", "FR", "LT", "LV", "NL", "NO1", "NO2", "NO3", "NO4", "NO5", "PL", "SE1", "SE2", "SE3",
            "SE4", "TEL",
        ]
        return Dictionary(uniqueKeysWithValues: own.map { ($0, $0) } + [("DE-LU", "GER")])
    }()

    public func serves(_ market: String) -> Bool { Self.areas[market] != nil }

    public func request(for day: LocalDay, market: String) -> HTTPRequest? {
        Self.areas[market].map { area in
            let query = [("market", "DayAhead"), ("date", "\(day.date)"), ("deliveryArea", area), ("currency", "EUR")].queryString
            return HTTPRequest(.get, "\(baseURL)/api/DayAheadPrices?\(query)", headers: ["Accept": "application/json"])
        }
    }

    public func fetch(
        _ day: LocalDay, market: String, with client: HTTPClient, at now: Instant
    ) async throws(FetchError) -> Fetched<PriceDocument> {
        guard let request = request(for: day, market: market) else { throw unknown(market) }
        let response = try await client.send(request)
        return Fetched(source: name, parts: [.init(request, response)], outcome: parse(response, day: day, market: market, at: now))
    }

    private struct Answer: Decodable {
        struct Entry: Decodable {
            var deliveryStart: String
            var deliveryEnd: String
            var entryPerArea: [String: Decimal?]
        }

        struct AreaState: Decodable {
            var state: String
            var areas: [String]
        }

        var deliveryDateCET: String
        var multiAreaEntries: [Entry]
        var currency: String
        var areaStates: [AreaState]?
    }

    /// 204 or an empty body is a day not published; prices that are not `Final` yet are a problem.
    public func parse(_ response: HTTPResponse, day: LocalDay, market: String, at now: Instant) -> Outcome<PriceDocument> {
        if response.status == 204 || (response.isSuccess && response.body.isEmpty) { return .notPublished }
        if let refusal = response.refusal(now: now) { return .unreadable(refusal) }
        guard let area = Self.areas[market] else { return .unreadable(Unreadable(.refused, unknown(market).message)) }
        let answer: Answer
        do {
            answer = try response.json(Answer.self)
        } catch {
            return .unreadable(error)
        }
        var assembly = SlotAssembly(day)
        if answer.deliveryDateCET != "\(day.date)" { assembly.note("prices of \(answer.deliveryDateCET.prefix(20)) instead of \(day.date)") }
        if !answer.multiAreaEntries.isEmpty, answer.multiAreaEntries.allSatisfy({ $0.entryPerArea[area] == nil }) {
            assembly.note("no prices of the area \(area)")
        }
        for entry in answer.multiAreaEntries {
            guard let price = entry.entryPerArea[area] ?? nil else { continue }
            guard let start = Instant(entry.deliveryStart), let end = Instant(entry.deliveryEnd), start < end else {
                assembly.note("an interval from \(entry.deliveryStart.prefix(30)) to \(entry.deliveryEnd.prefix(30))")
                continue
            }
            assembly.add(from: start, for: end - start, price: price)
        }
        for state in answer.areaStates ?? [] where state.areas.contains(area) && state.state != "Final" {
            assembly.note("prices are \(state.state.prefix(20)), not Final")
        }
        return assembly.outcome(source: name, market: market, currency: answer.currency, licence: nil)
    }
}
