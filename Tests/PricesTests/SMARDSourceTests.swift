import Fetch
import Foundation
import Prices
import Site
import Testing

struct SMARDSourceTests {
    private let source = SMARDSource()

    /// Seven days from a Monday, prices known up to an instant.
    static func week(from start: LocalDay, knownUntil end: Instant) -> [UInt8] {
        let count = 7 * 96
        let points = (0..<count).map { index -> String in
            let time = start.startsAt + .seconds(900 * index)
            return "[\(time.microseconds / 1000),\(time < end ? invented(index) : "null")]"
        }
        return Array(#"{"meta_data":{"version":1},"series":[\#(points.joined(separator: ","))]}"#.utf8)
    }

    private func response(_ text: String, status: Int = 200) -> HTTPResponse { HTTPResponse(status: status, body: Array(text.utf8)) }

    @Test func `a day is cut out of its week, null is not yet`() throws {
        let monday = day("2026-01-12")
        let body = HTTPResponse(status: 200, body: Self.week(from: monday, knownUntil: winter.startsAt + .seconds(3600)))
        #expect(try #require(source.parse(body, day: winter.previous, market: "CZ", at: now).document).problems == [])
        #expect(try #require(source.parse(body, day: winter, market: "CZ", at: now).document).problems.count == 1)
        #expect(source.parse(body, day: winter.next, market: "CZ", at: now) == .notPublished)
        #expect(source.parse(body, day: monday.previous, market: "CZ", at: now) == .notPublished)
    }

    @Test func `the week is the last one that began before the day, of any length`() throws {
        let mondays = ["2025-10-20", "2025-10-27", "2026-03-23", "2026-03-30"].map { day($0).startsAt.microseconds / 1000 }
        let index = response(#"{"timestamps":\#(mondays)}"#)
        #expect(try source.week(in: index, of: autumn, at: now) == mondays[0])
        #expect(try source.week(in: index, of: day("2025-10-27"), at: now) == mondays[1])
        #expect(try source.week(in: index, of: spring, at: now) == mondays[2])
        #expect(try source.week(in: index, of: day("2026-01-15"), at: now) == nil)
        #expect(try source.week(in: index, of: day("2026-04-06"), at: now) == nil)
        #expect(try source.week(in: response(#"{"timestamps":[]}"#), of: spring, at: now) == nil)
    }

    @Test(
        arguments: [(404, "", .refused), (503, "", .busy), (200, "<html>", .malformed), (200, #"{"timestamps":["a"]}"#, .malformed)]
            as [(Int, String, Unreadable.Kind)])
    func `an index that is none is unreadable`(status: Int, text: String, kind: Unreadable.Kind) {
        let error = #expect(throws: Unreadable.self) { try source.week(in: response(text, status: status), of: spring, at: now) }
        #expect(error?.kind == kind)
    }

    @Test(arguments: ["", "{}", "[]", #"{"series":[[1]]}"#, #"{"series":[["a",1]]}"#, #"{"series":[[]]}"#, #"{"series":[1]}"#])
    func `a file of another shape is unreadable`(text: String) {
        guard case .unreadable(let reason) = source.parse(response(text), day: winter, market: "CZ", at: now) else {
            Issue.record("it was read")
            return
        }
        #expect(reason.kind == .malformed)
    }

    @Test func `times out of this world are problems, not crashes`() throws {
        let document = try #require(
            source.parse(response(#"{"series":[[9223372036854775807,1],[-1,2],[1768431600001,3]]}"#), day: winter, market: "CZ", at: now).document)
        #expect(document.slots.isEmpty)
        #expect(document.problems == ["a time that is none"])
    }

    @Test func `the paths are those of the chart data`() {
        #expect(source.request(market: "CZ")?.url == "https://www.smard.de/app/chart_data/261/CZ/index_quarterhour.json")
        #expect(
            source.request(week: 1_768_172_400_000, market: "DE-LU")?.url
                == "https://www.smard.de/app/chart_data/4169/DE/4169_DE_quarterhour_1768172400000.json")
        #expect(!source.serves("SK"))
    }
}
