import Fetch
import FetchTestSupport
import Foundation
import Prices
import Site
import Testing

struct EnergyChartsSourceTests {
    private let source = EnergyChartsSource()

    static func body(_ times: [Int64], _ prices: [String], unit: String = "EUR / MWh") -> [UInt8] {
        Array(
            """
            {"license_info": "CC BY 4.0 (invented)", "unix_seconds": \(times), "price": [\(prices.joined(separator: ", "))], "unit": "\(unit)", "deprecated": false}
            """.utf8)
    }

    static func times(_ day: LocalDay, every step: Int64 = 900) -> [Int64] {
        Array(stride(from: day.startsAt.microseconds / 1_000_000, to: day.endsAt.microseconds / 1_000_000, by: Int(step)).map { Int64($0) })
    }

    static func body(_ day: LocalDay) -> [UInt8] {
        let times = times(day)
        return body(times, times.indices.map { invented($0) })
    }

    private func parse(_ body: [UInt8], _ day: LocalDay, status: Int = 200) -> Outcome<PriceDocument> {
        source.parse(HTTPResponse(status: status, body: body), day: day, market: "CZ", at: now)
    }

    @Test(arguments: ["2026-03-29", "2025-10-26", "2026-01-15"])
    func `a whole day is read with its licence`(date: String) throws {
        let document = try #require(parse(Self.body(day(date)), day(date)).document)
        #expect(document.problems == [])
        #expect(document.slots.count == day(date).count(of: .seconds(900)))
        #expect(document.licence == "CC BY 4.0 (invented)")
        #expect(document.currency == "EUR")
    }

    @Test func `binary noise is rounded away, other digits stay`() throws {
        var prices = Self.times(winter).indices.map { invented($0) }
        prices[0] = "2.5700000000000003"
        prices[1] = "-0.1"
        prices[2] = "0.12345"
        let document = try #require(parse(Self.body(Self.times(winter), prices), winter).document)
        #expect(document.slots.prefix(3).map { "\($0.price)" } == ["2.57", "-0.1", "0.12345"])
    }

    @Test func `a range across the change of resolution gives each day its own`() throws {
        let (hourly, quarterly) = (day("2025-09-30"), day("2025-10-01"))
        let times = Self.times(hourly, every: 3600) + Self.times(quarterly)
        let body = Self.body(times, times.indices.map { invented($0) })
        for (local, resolution) in [(hourly, 3600), (quarterly, 900)] {
            let document = try #require(parse(body, local).document)
            #expect(document.problems == [])
            #expect(document.resolution == .seconds(resolution))
            #expect(document.slots.count == local.count(of: .seconds(resolution)))
        }
    }

    @Test(arguments: [0, 40, 95])
    func `a missing time and a null price are problems, and no slot grows over them`(index: Int) throws {
        var times = Self.times(winter)
        var prices = times.indices.map { invented($0) }
        prices[index] = "null"
        var document = try #require(parse(Self.body(times, prices), winter).document)
        #expect(document.slots.count == 95)
        #expect(document.problems.count == 1)
        times.remove(at: index)
        prices.remove(at: index)
        document = try #require(parse(Self.body(times, prices), winter).document)
        #expect(document.slots.count == 95)
        #expect(document.slots.allSatisfy { $0.duration == .seconds(900) })
        #expect(document.problems.count == 1)
    }

    @Test func `half of a day in hours, half in quarters is a problem`() throws {
        let quarters = Self.times(winter)
        let times = quarters.prefix(48).enumerated().filter { $0.offset % 4 == 0 }.map(\.element) + quarters.suffix(48)
        let document = try #require(parse(Self.body(times, times.indices.map { invented($0) }), winter).document)
        #expect(!document.problems.isEmpty)
    }

    @Test func `an unknown unit is a problem, a known one is scaled`() throws {
        let times = Self.times(winter)
        let prices = times.map { _ in "0.12" }
        #expect(try #require(parse(Self.body(times, prices, unit: "No Unit"), winter).document).problems == ["the unit No Unit is not known"])
        let scaled = try #require(parse(Self.body(times, prices, unit: "EUR/kWh"), winter).document)
        #expect(scaled.problems == [])
        #expect(scaled.slots[0].price == 120)
        #expect(try #require(parse(Self.body(times, prices, unit: "ct/kWh"), winter).document).slots[0].price == Decimal(string: "1.2"))
    }

    @Test func `nothing yet is not published, and the rest is unreadable`() {
        #expect(parse(Array(#"{"detail":"no content available"}"#.utf8), winter, status: 404) == .notPublished)
        #expect(parse(Self.body([], []), winter) == .notPublished)
        #expect(parse(Self.body(winter.previous), winter) == .notPublished)
        for (status, body, kind) in [
            (404, "<html>nginx</html>", Unreadable.Kind.refused), (200, "<html>nginx</html>", .malformed), (429, "slow down", .quota),
            (502, "", .busy),
            (200, "", .malformed), (200, "{}", .malformed), (200, #"{"unix_seconds":[1],"price":[]}"#, .malformed),
        ] {
            guard case .unreadable(let reason) = parse(Array(body.utf8), winter, status: status) else {
                Issue.record("\(status) \(body) was read")
                continue
            }
            #expect(reason.kind == kind)
        }
    }

    @Test func `times out of this world are problems, not crashes`() throws {
        let document = try #require(
            parse(Self.body(Self.times(winter) + [.max, .min, -1], Self.times(winter).map { _ in "1" } + ["1", "1", "1"]), winter).document)
        #expect(document.problems == ["a time that is none"])
    }

    @Test(arguments: ["1e6", "-1e6", "1e120", "-1e120", "1e127", "12345678901234567890123456789012345678901234567890"])
    func `numbers that are no prices are problems, whatever the unit`(number: String) throws {
        var prices = Self.times(winter).map { _ in "1" }
        prices[7] = number
        for unit in ["EUR / MWh", "EUR/kWh"] {
            switch parse(Self.body(Self.times(winter), prices, unit: unit), winter) {
            case .document(let document):
                #expect(document.slots.count == 95)
                #expect(document.problems.count == 2)
            case .unreadable(let reason): #expect(reason.kind == .malformed)
            case .notPublished: Issue.record("\(number) hid the day")
            }
        }
    }

    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func `real answers read as the real series, on days of 23, 24, 25, 92, 96 and 100 slots`() throws {
        let berlin = try #require(Zone("Europe/Berlin"))
        var series: [Int64: Decimal] = [:]
        for year in 2020...2026 {
            for line in try SharedData.text("prices_de_lu/de_lu_day_ahead_\(year).csv").split(separator: "\n").dropFirst() {
                let cells = line.split(separator: ",")
                let price: Decimal = try #require(Decimal(string: String(cells[3])))
                series[try #require(Int64(cells[0]))] = price
            }
        }
        let days = [
            "2020-03-29": 23, "2023-07-02": 24, "2024-10-27": 25, "2024-12-12": 24, "2025-03-30": 23, "2025-09-30": 24, "2025-10-01": 96,
            "2025-10-04": 96,
            "2025-10-05": 96, "2025-10-26": 100, "2026-03-29": 92, "2026-06-14": 96, "2026-08-23": 96,
        ]
        for (date, count) in days {
            let bytes = try SharedData.bytes("prices_raw/energy_charts_DE_\(date).json")
            let document = try #require(
                source.parse(HTTPResponse(status: 200, body: bytes), day: day(date, in: berlin), market: "DE-LU", at: now).document)
            #expect(document.problems == [])
            #expect(document.slots.count == count)
            #expect(document.licence?.contains("CC BY 4.0") == true)
            for slot in document.slots {
                let expected = try #require(series[slot.startsAt.microseconds / 1_000_000])
                #expect(abs(slot.price - expected) < Decimal(string: "0.000001")!)
            }
        }
        let two = HTTPResponse(status: 200, body: try SharedData.bytes("prices_raw/energy_charts_DE-LU_2024-12-10_2days_eos.json"))
        for date in ["2024-12-10", "2024-12-11"] {
            let document = try #require(source.parse(two, day: day(date, in: berlin), market: "DE-LU", at: now).document)
            #expect(document.problems == [])
            #expect(document.slots.count == 24)
        }
    }
}
