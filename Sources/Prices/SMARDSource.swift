public import Fetch
internal import Foundation
public import Site

/// SMARD of the Bundesnetzagentur, no key: an index of weeks, then one file of quarter-hours per week.
public struct SMARDSource: PriceSource {
    public static let baseURL = "https://www.smard.de"
    static let licence = "CC BY 4.0, Bundesnetzagentur | SMARD.de"

    public let name = "smard"
    private let baseURL: String

    public init(baseURL: String = Self.baseURL) { self.baseURL = baseURL }

    /// Filter number and region of a market in SMARD's paths.
    private static let series: [String: (filter: Int, region: String)] = ["CZ": (261, "CZ"), "DE-LU": (4169, "DE"), "AT": (4170, "AT")]

    public func serves(_ market: String) -> Bool { Self.series[market] != nil }

    /// The list of weeks.
    public func request(market: String) -> HTTPRequest? {
        Self.series[market].map { HTTPRequest(.get, "\(baseURL)/app/chart_data/\($0.filter)/\($0.region)/index_quarterhour.json") }
    }

    /// The file of one week, named by the milliseconds of its start.
    public func request(week: Int64, market: String) -> HTTPRequest? {
        Self.series[market].map {
            HTTPRequest(.get, "\(baseURL)/app/chart_data/\($0.filter)/\($0.region)/\($0.filter)_\($0.region)_quarterhour_\(week).json")
        }
    }

    public func fetch(
        _ day: LocalDay, market: String, with client: HTTPClient, at now: Instant
    ) async throws(FetchError) -> Fetched<PriceDocument> {
        guard let indexRequest = request(market: market) else { throw unknown(market) }
        let index = try await client.send(indexRequest)
        let parts = [Fetched<PriceDocument>.Part(indexRequest, index)]
        let week: Int64?
        do {
            week = try self.week(in: index, of: day, at: now)
        } catch {
            return Fetched(source: name, parts: parts, outcome: .unreadable(error))
        }
        guard let week, let request = request(week: week, market: market) else { return Fetched(source: name, parts: parts, outcome: .notPublished) }
        let response = try await client.send(request)
        return Fetched(source: name, parts: parts + [.init(request, response)], outcome: parse(response, day: day, market: market, at: now))
    }

    private struct Index: Decodable {
        var timestamps: [Int64]
    }

    /// The week a day is in; nil where the index does not have it yet.
    public func week(in response: HTTPResponse, of day: LocalDay, at now: Instant) throws(Unreadable) -> Int64? {
        if let refusal = response.refusal(now: now) { throw refusal }
        let last = try response.json(Index.self).timestamps.filter { $0 <= day.startsAt.microseconds / 1000 }.max()
        guard let last, let start = Instant(unixSeconds: last / 1000) else { return nil }
        return day.date < day.zone.date(at: start).adding(days: 7) ? last : nil
    }

    private struct Answer: Decodable {
        struct Point: Decodable {
            var milliseconds: Int64
            var price: Decimal?

            init(from decoder: any Decoder) throws {
                var pair = try decoder.unkeyedContainer()
                milliseconds = try pair.decode(Int64.self)
                price = try pair.decode(Decimal?.self)
            }
        }

        var series: [Point]
    }

    /// Quarter-hours not published yet are null.
    public func parse(_ response: HTTPResponse, day: LocalDay, market: String, at now: Instant) -> Outcome<PriceDocument> {
        if let refusal = response.refusal(now: now) { return .unreadable(refusal) }
        let answer: Answer
        do {
            answer = try response.json(Answer.self)
        } catch {
            return .unreadable(error)
        }
        var assembly = SlotAssembly(day)
        for point in answer.series {
            guard let price = point.price else { continue }
            guard point.milliseconds % 1000 == 0, let start = Instant(unixSeconds: point.milliseconds / 1000) else {
                assembly.note("a time that is none")
                continue
            }
            assembly.add(from: start, for: .seconds(900), price: price)
        }
        return assembly.outcome(source: name, market: market, currency: "EUR", licence: Self.licence)
    }
}
