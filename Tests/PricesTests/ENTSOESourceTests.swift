import Fetch
import FetchTestSupport
import Foundation
import Prices
import Site
import Testing

struct ENTSOESourceTests {
    private let source = ENTSOESource(token: "tajny-token")

    private func outcome(_ bytes: [UInt8], _ day: LocalDay, status: Int = 200, market: String = "CZ") -> Outcome<PriceDocument> {
        source.parse(HTTPResponse(status: status, body: bytes), day: day, market: market, at: now)
    }

    private func document(_ series: ENTSOEFixture.Series..., day: LocalDay = winter) throws -> PriceDocument {
        try #require(outcome(ENTSOEFixture(series: series).bytes(), day).document)
    }

    @Test(arguments: ["2026-03-29", "2025-10-26", "2026-01-15"])
    func `a whole day is read`(date: String) throws {
        let document = try document(.init(periods: [ENTSOEFixture.period(day(date))]), day: day(date))
        #expect(document.problems == [])
        #expect(document.slots.count == day(date).count(of: .seconds(900)))
        #expect(document.currency == "EUR")
    }

    @Test(arguments: ["2026-03-29", "2025-10-26", "2026-01-15"])
    func `in an A03 curve a missing position repeats the one before, at the end of the day too`(date: String) throws {
        var period = ENTSOEFixture.period(day(date))
        period.points = [(1, "10.5"), (5, "-2"), (79, "3"), (80, "4.25")]
        let document = try document(.init(periods: [period]), day: day(date))
        let count = day(date).count(of: .seconds(900))
        let expected = (1...count).map { $0 < 5 ? "10.5" : $0 < 79 ? "-2" : $0 < 80 ? "3" : "4.25" }
        #expect(document.problems == [])
        #expect(document.slots.map { "\($0.price)" } == expected)
    }

    @Test(arguments: ["A01", nil])
    func `in any other curve a missing position is a gap`(curve: String?) throws {
        var period = ENTSOEFixture.period(winter)
        period.points.remove(at: 40)
        let document = try document(.init(curve: curve, periods: [period]))
        #expect(document.slots.count == 95)
        #expect(document.problems.count == 1)
    }

    @Test func `a first position that is missing is a gap in every curve`() throws {
        var period = ENTSOEFixture.period(winter)
        period.points.removeFirst()
        #expect(try document(.init(periods: [period])).problems.count == 1)
    }

    @Test func `order of points, prefixes and the version of the namespace make no difference`() throws {
        var fixture = ENTSOEFixture(series: [.init(periods: [ENTSOEFixture.period(winter)])])
        let expected = outcome(fixture.bytes(), winter)
        fixture.series[0].periods[0].points.reverse()
        #expect(outcome(fixture.bytes(namespace: "urn:any:9:9"), winter) == expected)
        #expect(outcome(fixture.bytes(prefix: "ns0:"), winter) == expected)
    }

    @Test func `the lowest sequence is the coupled auction, wherever it stands`() throws {
        let coupled = ENTSOEFixture.Series(sequence: 1, periods: [ENTSOEFixture.period(winter)])
        let other = ENTSOEFixture.Series(sequence: 2, periods: [ENTSOEFixture.period(winter) { "\($0)" }])
        let expected = try document(coupled)
        #expect(try document(coupled, other) == expected)
        #expect(try document(other, coupled) == expected)
        #expect(try document(other).problems == ["only the auction of sequence 2, not the coupled one"])
    }

    @Test func `sequence 1 in hours is taken before sequence 2 in quarter-hours`() throws {
        let hours = ENTSOEFixture.Series(sequence: 1, periods: [ENTSOEFixture.period(winter, "PT60M")])
        let quarters = ENTSOEFixture.Series(sequence: 2, periods: [ENTSOEFixture.period(winter)])
        #expect(try document(quarters, hours) == document(hours))
    }

    @Test func `of two resolutions the finer is taken when it is whole, else the coarser when it is`() throws {
        let hours = ENTSOEFixture.period(winter, "PT60M") { "\($0)" }
        var quarters = ENTSOEFixture.period(winter)
        #expect(try document(.init(periods: [hours, quarters])).slots == document(.init(periods: [quarters])).slots)
        quarters.points.removeFirst()
        let fallback = try document(.init(periods: [quarters]), .init(periods: [hours]))
        #expect(fallback.problems == [])
        #expect(fallback.resolution == .seconds(3600))
    }

    @Test func `a day in pieces of two resolutions is kept with its problem`() throws {
        let noon = winter.startsAt + .seconds(12 * 3600)
        let quarters = ENTSOEFixture.Period(start: winter.startsAt, end: noon, resolution: "PT15M", points: (1...48).map { ($0, "\($0)") })
        let hours = ENTSOEFixture.Period(start: noon, end: winter.endsAt, resolution: "PT60M", points: (1...12).map { ($0, "\($0)") })
        let document = try document(.init(periods: [quarters, hours]))
        #expect(document.slots.count == 60)
        #expect(document.problems == ["resolutions mixed: 15 min, 60 min"])
        #expect(document.resolution == nil)
    }

    @Test func `contradictions are problems, repetitions none`() throws {
        let period = ENTSOEFixture.period(winter)
        #expect(try document(.init(periods: [period]), .init(periods: [period])).problems == [])
        #expect(!(try document(.init(periods: [period]), .init(periods: [ENTSOEFixture.period(winter) { _ in "1" }])).problems.isEmpty))
        var doubled = period
        doubled.points.append((7, "1"))
        #expect(!(try document(.init(periods: [doubled])).problems.isEmpty))
        doubled.points = period.points + [period.points[6]]
        #expect(try document(.init(periods: [doubled])).problems == [])
    }

    @Test(arguments: [(0, "1"), (97, "1"), (-5, "1"), (5, "x"), (5, ""), (5, "1,5")])
    func `a point that is none is a problem`(position: Int, price: String) throws {
        var period = ENTSOEFixture.period(winter)
        period.points.append((position, price))
        #expect(!(try document(.init(periods: [period])).problems.isEmpty))
    }

    @Test func `a period that crosses the day's bounds is a problem, not shifted prices`() throws {
        var period = ENTSOEFixture.period(winter)
        period.start = period.start - .seconds(3600)
        #expect(try document(.init(periods: [period])).slots.isEmpty)
    }

    @Test func `currency, unit, domain and resolution are read, not assumed`() throws {
        let period = ENTSOEFixture.period(winter)
        #expect(try document(.init(currency: "PLN", periods: [period])).currency == "PLN")
        #expect(!(try document(.init(unit: "KWH", periods: [period])).problems.isEmpty))
        #expect(!(try document(.init(currency: "", periods: [period])).problems.isEmpty))
        #expect(!(try document(.init(domain: "10YAT-APG------L", periods: [period])).problems.isEmpty))
        #expect(
            !(try document(.init(periods: [ENTSOEFixture.Period(start: winter.startsAt, end: winter.endsAt, resolution: "P1D", points: [(1, "1")])]))
                .problems.isEmpty))
    }

    @Test func `intraday auctions are passed over`() throws {
        let dayAhead = ENTSOEFixture.Series(periods: [ENTSOEFixture.period(winter)])
        let intraday = ENTSOEFixture.Series(contract: "A07", periods: [ENTSOEFixture.period(winter) { "\($0)" }])
        #expect(try document(intraday, dayAhead) == document(dayAhead))
        #expect(outcome(ENTSOEFixture(series: [intraday]).bytes(), winter) == .notPublished)
    }

    @Test func `a day that is not in the answer is not published`() {
        #expect(outcome(ENTSOEFixture(series: []).bytes(), winter) == .notPublished)
        #expect(outcome(ENTSOEFixture(series: [.init(periods: [ENTSOEFixture.period(winter)])]).bytes(), winter.next) == .notPublished)
    }

    @Test(arguments: [200, 400])
    func `an acknowledgement is either not yet or a refusal`(status: Int) {
        func acknowledgement(_ text: String) -> [UInt8] {
            Array(
                "<Acknowledgement_MarketDocument xmlns=\"urn:x\"><Reason><code>999</code><text>\(text)</text></Reason></Acknowledgement_MarketDocument>"
                    .utf8)
        }
        #expect(outcome(acknowledgement("No matching data found for Data item Energy Prices"), winter, status: status) == .notPublished)
        #expect(
            outcome(acknowledgement("Unknown parameter: foo"), winter, status: status)
                == .unreadable(Unreadable(.refused, "ENTSO-E: Unknown parameter: foo")))
    }

    @Test func `too many requests mean ten minutes of silence`() {
        #expect(
            outcome(Array("Too many".utf8), winter, status: 429)
                == .unreadable(Unreadable(.quota, "HTTP 429: Too many", retryAt: now + .seconds(600))))
    }

    @Test(
        arguments: [
            (401, "Unauthorized", .refused), (503, "<html>Service Unavailable</html>", .busy), (404, "", .refused),
            (200, "<html><p>x</p></html>", .malformed), (200, "", .malformed),
        ] as [(Int, String, Unreadable.Kind)])
    func `anything else is unreadable`(status: Int, text: String, kind: Unreadable.Kind) {
        guard case .unreadable(let reason) = outcome(Array(text.utf8), winter, status: status) else {
            Issue.record("it was read")
            return
        }
        #expect(reason.kind == kind)
    }

    @Test func `the request is in UTC minutes and never shows its token`() throws {
        let request = try #require(source.request(for: autumn, market: "CZ"))
        #expect(
            request.url
                == "https://web-api.tp.entsoe.eu/api?securityToken=tajny-token&documentType=A44&in_Domain=10YCZ-CEPS-----N&out_Domain=10YCZ-CEPS-----N&periodStart=202510252200&periodEnd=202510262300"
        )
        #expect(!"\(request)".contains("tajny"))
        #expect(source.serves("10YHU-MAVIR----U"))
        #expect(!source.serves("XX"))
    }
}
