import Fetch
import FetchTestSupport
import Foundation
import Prices
import Site
import Testing

struct NordPoolSourceTests {
    private let source = NordPoolSource()

    static func body(_ day: LocalDay, area: String = "GER", state: String = "Final", prices: (Int) -> String = invented) -> [UInt8] {
        let entries = (0..<day.count(of: .seconds(900))).map { index -> String in
            let start = day.startsAt + .seconds(900 * index)
            return #"{"deliveryStart":"\#(start)","deliveryEnd":"\#(start + .seconds(900))","entryPerArea":{"\#(area)":\#(prices(index)),"SE3":1.5}}"#
        }
        return Array(
            """
            {"deliveryDateCET":"\(day.date)","version":3,"updatedAt":"2026-01-14T11:57:03.8832404Z","deliveryAreas":["\(area)"],"market":"DayAhead",
             "multiAreaEntries":[\(entries.joined(separator: ","))],"currency":"EUR","exchangeRate":1,
             "areaStates":[{"state":"\(state)","areas":["\(area)"]}],"areaAverages":[]}
            """.utf8)
    }

    private func parse(_ body: [UInt8], _ day: LocalDay, status: Int = 200) -> Outcome<PriceDocument> {
        source.parse(HTTPResponse(status: status, body: body), day: day, market: "DE-LU", at: now)
    }

    @Test(arguments: ["2026-03-29", "2025-10-26", "2026-01-15"])
    func `a whole day is read`(date: String) throws {
        let document = try #require(parse(Self.body(day(date)), day(date)).document)
        #expect(document.problems == [])
        #expect(document.slots.count == day(date).count(of: .seconds(900)))
        #expect(document.currency == "EUR")
    }

    @Test func `an empty answer is not published`() {
        #expect(parse([], winter, status: 204) == .notPublished)
        #expect(parse([], winter) == .notPublished)
        #expect(parse(Array(#"{"deliveryDateCET":"2026-01-15","multiAreaEntries":[],"currency":"EUR"}"#.utf8), winter) == .notPublished)
    }

    @Test func `preliminary prices, another day, another area and null are problems`() throws {
        #expect(try #require(parse(Self.body(winter, state: "Preliminary"), winter).document).problems == ["prices are Preliminary, not Final"])
        #expect(try #require(parse(Self.body(winter), winter.next).document).problems == ["prices of 2026-01-15 instead of 2026-01-16"])
        #expect(try #require(parse(Self.body(winter, area: "FR"), winter).document).problems == ["no prices of the area GER"])
        #expect(try #require(parse(Self.body(winter) { $0 == 5 ? "null" : "1" }, winter).document).problems.count == 1)
    }

    @Test(arguments: [
        ("\"deliveryEnd\":\"2026-01-14T23:15:00Z\"", "\"deliveryEnd\":\"2026-01-14T23:00:00Z\""), ("2026-01-14T23:15:00Z", "yesterday"),
    ])
    func `an interval that is none is a problem`(old: String, new: String) throws {
        let text = String(decoding: Self.body(winter), as: UTF8.self).replacingOccurrences(of: old, with: new)
        #expect(!(try #require(parse(Array(text.utf8), winter).document).problems.isEmpty))
    }

    @Test func `there is no Czech area`() {
        #expect(!source.serves("CZ"))
        #expect(
            source.request(for: winter, market: "SE3")?.url
                == "https://dataportal-api.nordpoolgroup.com/api/DayAheadPrices?market=DayAhead&date=2026-01-15&deliveryArea=SE3&currency=EUR")
        #expect(source.request(for: winter, market: "DE-LU")?.url.contains("deliveryArea=GER") == true)
    }

    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func `a real answer of 2024 is a day of hours`() throws {
        let bytes = try SharedData.bytes("prices_raw/nordpool_DayAheadPrices_SE3_EUR_2024-11-05.json")
        let document = try #require(source.parse(HTTPResponse(status: 200, body: bytes), day: day("2024-11-05"), market: "SE3", at: now).document)
        #expect(document.problems == [])
        #expect(document.slots.count == 24)
        #expect(document.slots[0].price == Decimal(string: "21.54"))
        #expect(document.slots.map(\.price).max() == Decimal(string: "215.86"))
    }
}
