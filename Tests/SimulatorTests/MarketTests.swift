import Foundation
import Site
import Testing

@testable import Simulator

/// The markets' formats and quirks (markets.md 1 to 3).
struct MarketTests {
    static let days: [(day: String, quarters: Int, hours: Int)] = [
        ("2026-03-29", 92, 23), ("2026-10-25", 100, 25), ("2026-06-14", 96, 24), ("2026-01-01", 96, 24),
    ]

    /// Long after.
    static let later = "2026-12-01T12:00:00Z"

    @Test(arguments: days) func `OTE counts the periods of the local day`(_ row: (day: String, quarters: Int, hours: Int)) throws {
        let desk = try Desk()
        let items = desk.ote(row.day, row.day, at: Self.later)
        #expect(items.map(\.index) == Array(1...row.quarters))
        #expect(items.allSatisfy { $0.date == row.day && $0.resolution == "PT15M" })
        #expect(items.first?.label == "00:00-00:15" && items.last?.label == "23:45-24:00")
        for hour in 0..<row.hours {
            let quarters = items[4 * hour..<4 * hour + 4]
            let mean = quarters.reduce(0) { $0 + $1.price } / 4
            #expect(quarters.allSatisfy { $0.hourly == quarters.first!.hourly && abs($0.hourly - mean) < 0.0051 })
        }
        let hourly = desk.ote(row.day, row.day, resolution: "PT60M", at: Self.later)
        #expect(hourly.count == row.hours && hourly.allSatisfy { $0.price == $0.hourly && $0.resolution == "PT60M" })
        #expect(hourly.map(\.price) == stride(from: 0, to: row.quarters, by: 4).map { items[$0].hourly })
    }

    @Test func `on days of clock change the labels bridge the gap`() throws {
        let desk = try Desk()
        #expect(desk.ote("2026-03-29", "2026-03-29", at: Self.later)[7].label == "01:45-03:00")
        #expect(desk.ote("2026-10-25", "2026-10-25", at: Self.later)[11].label == "02:45-02:00")
    }

    @Test func `tomorrow is absent until it is published after 13:05 of the day before`() throws {
        let desk = try Desk()
        for day in ["2026-05-05", "2026-05-06", "2026-05-07", "2026-11-20"] {
            let date = try #require(LocalDate(day))
            let noon = desk.model.calendar.instant(date - 1, second: 13 * 3600 + 240)
            #expect(desk.ote(day, day, at: noon.description).isEmpty)
            #expect(desk.ote(day, day, at: (noon + .seconds(2700)).description).count == 96)
        }
        // Both days asked for: the published one comes alone.
        #expect(desk.ote("2026-05-05", "2026-05-06", at: "2026-05-05T08:00:00Z").count == 96)
    }

    @Test func `quarter-hours begin with 2025-10-01`() throws {
        let desk = try Desk()
        #expect(desk.ote("2025-09-30", "2025-10-01", at: Self.later).allSatisfy { $0.date == "2025-10-01" })
        let charts = try object(
            desk.get(
                EnergyChartsServer(prices: desk.prices, publication: desk.publication), "price",
                ["bzn": "CZ", "start": "2025-09-30", "end": "2025-10-01"], at: Self.later))
        let seconds = try #require(charts["unix_seconds"] as? [Int])
        #expect(seconds.count == 24 + 96)
        #expect(Set(zip(seconds, seconds.dropFirst()).map { $1 - $0 }) == [3600, 900])
    }

    @Test(arguments: days) func `every source says the same about Czechia`(_ row: (day: String, quarters: Int, hours: Int)) throws {
        let desk = try Desk()
        let date = try #require(LocalDate(row.day))
        let truth = desk.ote(row.day, row.day, at: Self.later).map(\.price)

        let charts = try object(
            desk.get(
                EnergyChartsServer(prices: desk.prices, publication: desk.publication), "price",
                ["bzn": "CZ", "start": row.day, "end": row.day], at: Self.later))
        #expect(charts["price"] as? [Double] == truth)
        #expect((charts["unix_seconds"] as? [Int])?.first == Int(desk.model.calendar.instant(date).seconds))

        let smard = SMARDServer(prices: desk.prices, publication: desk.publication)
        let weeks = try #require(
            try object(desk.get(smard, "app/chart_data/261/CZ/index_quarterhour.json", at: Self.later))["timestamps"] as? [Int])
        let start = Int(desk.model.calendar.instant(date).seconds) * 1000
        let week = try #require(weeks.last { $0 <= start })
        let series = try #require(
            try object(desk.get(smard, "app/chart_data/261/CZ/261_CZ_quarterhour_\(week).json", at: Self.later))["series"] as? [[Any]])
        let rows = series.filter { ($0[0] as? Int).map { start <= $0 && $0 < start + row.quarters * 900_000 } ?? false }
        #expect(rows.compactMap { $0[1] as? Double } == truth)

        let entsoe = ENTSOEServer(prices: desk.prices, publication: desk.publication)
        func minute(_ instant: Instant) -> String { String(instant.description.filter(\.isNumber).prefix(12)) }
        let body = desk.get(
            entsoe, "api",
            [
                "securityToken": "t", "documentType": "A44", "in_Domain": "10YCZ-CEPS-----N", "out_Domain": "10YCZ-CEPS-----N",
                "periodStart": minute(desk.model.calendar.instant(date)), "periodEnd": minute(desk.model.calendar.instant(date + 1)),
            ], at: Self.later
        ).body
        let points = body.matches(of: /<position>(\d+)<\/position><price.amount>([-\d.]+)</).map {
            (Int($0.output.1)!, Double($0.output.2)!)
        }
        var expanded: [Double] = []
        for position in 1...row.quarters { expanded.append(points.last { $0.0 <= position }!.1) }
        #expect(expanded == truth)
        #expect(body.contains("<curveType>A03</curveType>") && body.contains("<resolution>PT15M</resolution>"))
    }

    @Test func `ENTSO-E leaves repeated points out and has two auctions for Germany`() throws {
        let desk = try Desk()
        let entsoe = ENTSOEServer(prices: desk.prices, publication: desk.publication)
        func ask(_ domain: String, _ more: [String: String] = [:], at now: String = Self.later) -> ServiceReply {
            let query = [
                "securityToken": "t", "documentType": "A44", "in_Domain": domain, "out_Domain": domain, "periodStart": "202605042200",
                "periodEnd": "202605062200",
            ]
            return desk.get(entsoe, "api", query.merging(more) { $1 }, at: now)
        }
        let czech = ask("10YCZ-CEPS-----N").body
        #expect(czech.matches(of: /<position>/).count < 192)
        #expect(!czech.contains("classificationSequence"))
        #expect(ask("10YCZ-CEPS-----N", ["curveType": "A01"]).body.matches(of: /<position>/).count == 192)
        let german = ask("10Y1001A1001A82H").body
        let sequences = german.matches(of: /AttributeInstanceComponent.position>(\d)</).map { String($0.output.1) }
        #expect(sequences.sorted() == ["1", "1", "2", "2"] && sequences != sequences.sorted())

        let early = ask("10YCZ-CEPS-----N", at: "2026-05-01T12:00:00Z")
        #expect(early.status == 200 && early.body.contains("<code>999</code>") && early.body.contains("No matching data found"))
        #expect(desk.get(entsoe, "api", ["documentType": "A44"], at: Self.later).status == 401)
    }

    @Test func `Nord Pool offers its areas with UTC slots and nothing before it knows`() throws {
        let desk = try Desk()
        let server = NordPoolServer(prices: desk.prices, publication: desk.publication)
        func ask(_ day: String, _ areas: String, at now: String) -> ServiceReply {
            desk.get(server, "api/DayAheadPrices", ["market": "DayAhead", "date": day, "deliveryArea": areas, "currency": "EUR"], at: now)
        }
        let answer = try object(ask("2026-03-29", "AT,GER", at: Self.later))
        let entries = try #require(answer["multiAreaEntries"] as? [[String: Any]])
        #expect(entries.count == 92)
        #expect(entries[0]["deliveryStart"] as? String == "2026-03-28T23:00:00Z")
        #expect(entries[91]["deliveryEnd"] as? String == "2026-03-29T22:00:00Z")
        #expect(Set((entries[0]["entryPerArea"] as? [String: Double] ?? [:]).keys) == ["AT", "GER"])
        #expect(ask("2026-05-05", "AT", at: "2026-05-04T08:00:00Z").status == 204)
        #expect(ask("2026-05-05", "CZ", at: Self.later).status == 400)
    }

    @Test func `OTE can lack tomorrow, answer by the hour, and repeat itself`() throws {
        let desk = try Desk()
        let evening = "2026-05-04T18:00:00Z"
        #expect(desk.ote("2026-05-04", "2026-05-05", at: evening).count == 192)
        let today = desk.ote("2026-05-04", "2026-05-05", at: evening, effects: [.missingTomorrow])
        #expect(today.count == 96 && today.allSatisfy { $0.date == "2026-05-04" })
        #expect(desk.ote("2026-05-04", "2026-05-04", at: evening, effects: [.hourly]).map(\.index) == Array(1...24))
        let doubled = desk.ote("2026-05-04", "2026-05-04", at: evening, effects: [.duplicateRows])
        #expect(doubled.count > 96 && Set(doubled.map(\.index)).count == 96)
    }

    @Test func `prices have the shape of the market`() throws {
        let desk = try Desk()
        var noon = 0.0
        var evening = 0.0
        var negative = 0
        for number in 0..<60 {
            let date = LocalDate(2026, 5, 1) + number
            let prices = desk.prices.prices(date, .cz)
            noon += prices[52] / 60
            evening += prices[78] / 60
            negative += prices.count { $0 < 0 }
            let odd = prices.filter { price in
                let cents = price * 100
                return price < -500 || price > 500 || abs(cents - cents.rounded()) > 1e-6
            }
            #expect(odd.isEmpty)
        }
        #expect(evening > noon + 50, "\(evening) in the evening, \(noon) at noon")
        #expect((20...1200).contains(negative), "\(negative) negative quarter-hours in two months of early summer")
        let winter = (0..<30).flatMap { desk.prices.prices(LocalDate(2026, 1, 5) + $0, .cz) }
        #expect(winter.reduce(0, +) / Double(winter.count) > 60)
    }

    @Test func `a missing PeriodResolution and an unknown operation are SOAP faults`() throws {
        let desk = try Desk()
        for operation in ["GetDamPricePeriodE", "GetSomething"] {
            let reply = desk.ote.answer(
                ServiceRequest(
                    method: "POST", path: ["services", "PublicDataService"], query: [:], headers: [:],
                    body: "<x xmlns=\"\(OTEServer.namespace)\"><\(operation)><StartDate>2026-05-05</StartDate></\(operation)></x>",
                    now: Instant(Self.later)!, effects: []))
            #expect(reply.status == 500 && reply.body.contains("<faultstring>"))
        }
    }
}
