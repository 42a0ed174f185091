import Fetch
import Foundation
import Prices
import Site
import Testing

struct OTESourceTests {
    private let ote = OTESource()

    private func parse(_ fixture: OTEFixture, _ day: LocalDay, operation: String = "GetDamPricePeriodE") -> Outcome<PriceDocument> {
        ote.parse(fixture.response(operation: operation), day: day, at: now)
    }

    @Test(arguments: [("2026-03-29", 92), ("2025-10-26", 100), ("2026-01-15", 96)])
    func `a day has as many quarter-hours as its clocks show`(date: String, count: Int) throws {
        let document = try #require(parse(OTEFixture(day(date)), day(date)).document)
        #expect(document.problems == [])
        #expect(document.slots.count == count)
        #expect(document.resolution == .seconds(900))
        #expect(document.slots.first?.startsAt == day(date).startsAt)
        #expect(document.slots.last?.endsAt == day(date).endsAt)
        #expect(document.slots.map { "\($0.price)" } == (1...count).map { "\(Decimal(string: invented($0))!)" })
        #expect(document.currency == "EUR")
    }

    @Test func `time comes from the index, across both changes of clocks`() throws {
        // Autumn: index 13 is the second 02:00, index 9 the first; spring: index 9 is 03:00.
        let autumnSlots = try #require(parse(OTEFixture(autumn), autumn).document).slots
        #expect(autumnSlots[8].startsAt.description == "2025-10-26T00:00:00Z")
        #expect(autumnSlots[12].startsAt.description == "2025-10-26T01:00:00Z")
        let springSlots = try #require(parse(OTEFixture(spring), spring).document).slots
        #expect(springSlots[8].startsAt.description == "2026-03-29T01:00:00Z")
        #expect(prague.offset(at: springSlots[8].startsAt) == 7200)
    }

    @Test func `items in any order, other prefixes and dates with an offset make no difference`() throws {
        var fixture = OTEFixture(winter)
        let expected = parse(fixture, winter)
        fixture.items = fixture.items.reversed().map { $0.replacingOccurrences(of: "</Date>", with: "+01:00</Date>") }
        #expect(parse(fixture, winter) == expected)
        #expect(ote.parse(HTTPResponse(status: 200, body: fixture.bytes(prefix: "S")), day: winter, at: now) == expected)
    }

    @Test func `a day that is absent is not published`() {
        #expect(parse(OTEFixture(items: []), winter) == .notPublished)
        #expect(parse(OTEFixture(winter), winter.next) == .notPublished)
        let bare = "<s:Envelope xmlns:s='x'><s:Body><GetDamPricePeriodEResponse/></s:Body></s:Envelope>"
        #expect(ote.parse(HTTPResponse(status: 200, body: Array(bare.utf8)), day: winter, at: now) == .notPublished)
    }

    @Test func `a day inside a longer answer is found`() throws {
        let fixture = OTEFixture(items: OTEFixture(winter.previous).items + OTEFixture(winter).items)
        #expect(parse(fixture, winter) == parse(OTEFixture(winter), winter))
    }

    @Test(arguments: [0, 47, 95])
    func `a missing quarter-hour is a problem`(index: Int) throws {
        var fixture = OTEFixture(winter)
        fixture.items.remove(at: index)
        let document = try #require(parse(fixture, winter).document)
        #expect(document.slots.count == 95)
        #expect(document.problems.count == 1)
        #expect(document.problems[0].hasPrefix("15 of 1440 minutes missing"))
    }

    @Test func `92 quarter-hours on a day of 96 and 100 on one of 92 are problems`() throws {
        var fixture = OTEFixture(winter)
        fixture.items.removeLast(4)
        #expect(try #require(parse(fixture, winter).document).problems.count == 1)
        fixture.items = OTEFixture(autumn).items.map { $0.replacingOccurrences(of: "\(autumn.date)", with: "\(spring.date)") }
        #expect(try #require(parse(fixture, spring).document).problems.contains("no period 93 in a day of 92"))
    }

    @Test func `twice the same is no problem, twice something else is one`() throws {
        var fixture = OTEFixture(winter)
        fixture.items.append(fixture.items[3])
        #expect(try #require(parse(fixture, winter).document).problems == [])
        fixture.items.append(fixture.items[4].replacingOccurrences(of: invented(5), with: "1.23"))
        let document = try #require(parse(fixture, winter).document)
        #expect(document.problems == ["two prices at 2026-01-15T00:00:00Z: \(Decimal(string: invented(5))!) and 1.23"])
        #expect(document.slots.count == 96)
    }

    @Test(arguments: [
        ("<PeriodIndex>7<", "<PeriodIndex>0<"), ("<PeriodIndex>7<", "<PeriodIndex>x<"), ("<Price>", "<NoPrice>"), ("<Price>", "<Price>1e"),
        ("PT15M", "PT5M"), ("<Date>2026", "<Date>x026"),
    ])
    func `an odd item is a problem and no slot`(old: String, new: String) throws {
        var fixture = OTEFixture(winter)
        fixture.items[6] = fixture.items[6].replacingOccurrences(of: old, with: new).replacingOccurrences(
            of: "<NoPrice>\(invented(7))</Price>", with: "")
        let document = try #require(parse(fixture, winter).document)
        #expect(document.slots.count == 95)
        #expect(document.problems.count == 2)
    }

    @Test func `a fault, a page and a status say what they are`() {
        func unreadable(_ status: Int, _ text: String, headers: [String: String] = [:]) -> Unreadable? {
            if case .unreadable(let reason) = ote.parse(HTTPResponse(status: status, headers: headers, body: Array(text.utf8)), day: winter, at: now)
            {
                reason
            } else {
                nil
            }
        }
        func fault(_ code: String) -> String {
            "<e:Envelope xmlns:e='x'><e:Body><e:Fault><faultcode>e:\(code)</faultcode><faultstring>no such day</faultstring></e:Fault></e:Body></e:Envelope>"
        }
        #expect(unreadable(500, fault("Server")) == Unreadable(.busy, "SOAP Fault: no such day"))
        #expect(unreadable(200, fault("Client")) == Unreadable(.refused, "SOAP Fault: no such day"))
        #expect(unreadable(200, "<html><body>Application is not available</body></html>")?.kind == .malformed)
        #expect(unreadable(200, "Application is not available")?.reason.contains("Application is not available") == true)
        #expect(
            unreadable(503, "<html>down</html>", headers: ["retry-after": "60"]) == Unreadable(.busy, "HTTP 503: down", retryAt: now + .seconds(60)))
        #expect(unreadable(429, "")?.kind == .quota)
        #expect(unreadable(200, "")?.kind == .malformed)
        #expect(unreadable(200, "<e:Envelope xmlns:e='x'><e:Body><Other/></e:Body></e:Envelope>")?.kind == .malformed)
    }

    @Test(arguments: [("2024-10-27", 25), ("2025-03-30", 23), ("2025-09-30", 24)])
    func `days before 2025-10-01 are hourly, hour 1 the first`(date: String, count: Int) throws {
        let document = try #require(parse(OTEFixture.hourly(day(date)), day(date), operation: "GetDamPriceE").document)
        #expect(document.problems == [])
        #expect(document.slots.count == count)
        #expect(document.slots.first?.startsAt == day(date).startsAt)
        #expect(document.resolution == .seconds(3600))
    }

    @Test func `the request asks quarter-hours since 2025-10-01 and euros before`() {
        let request = ote.request(for: day("2025-10-01"))
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(request.method == .post)
        #expect(request.url == "https://www.ote-cr.cz/services/PublicDataService")
        #expect(request.headers["SOAPAction"] == "\"http://www.ote-cr.cz/schema/service/public/GetDamPricePeriodE\"")
        #expect(
            body.contains(
                "<pub:StartDate>2025-10-01</pub:StartDate><pub:EndDate>2025-10-01</pub:EndDate><pub:PeriodResolution>PT15M</pub:PeriodResolution>"))
        let old = ote.request(for: day("2025-09-30"))
        #expect(
            String(decoding: old.body, as: UTF8.self).contains(
                "<pub:GetDamPriceE><pub:StartDate>2025-09-30</pub:StartDate><pub:EndDate>2025-09-30</pub:EndDate><pub:InEur>true"))
    }

    @Test(arguments: 0..<60 as Range<Int>)
    func `every tenth day of two years reads without a gap`(step: Int) throws {
        let local = LocalDay(CivilDate("2025-10-01")!.adding(days: step * 10), in: prague)
        let document = try #require(parse(OTEFixture(local), local).document)
        #expect(document.problems == [])
        #expect(document.slots.count == local.count(of: .seconds(900)))
    }
}
