import Fetch
import FetchTestSupport
import Forecasts
import Foundation
import Site
import Testing

struct SolcastSourceTests {
    private let source = SolcastSource(site: "aaaa-bbbb", key: "tajny")

    static func body(from end: Instant, count: Int) -> String {
        let items = (0..<count).map { index -> String in
            let label = (end + .seconds(1800 * index)).description.replacingOccurrences(of: "Z", with: ".0000000Z")
            return #"{"pv_estimate":\#(index).25,"pv_estimate10":0.125,"pv_estimate90":\#(index).5,"period_end":"\#(label)","period":"PT30M"}"#
        }
        return "{\"forecasts\":[\(items.joined(separator: ","))]}"
    }

    private let start = at("2026-03-29T00:30:00Z")

    @Test func `kilowatts become watts, the label is the end`() throws {
        let outcome = source.reading(Self.body(from: start, count: 3))
        #expect(outcome.document?.problems == [])
        #expect(
            outcome.power == [
                PowerSlot(startsAt: at("2026-03-29T00:00:00Z"), endsAt: at("2026-03-29T00:30:00Z"), p50W: 250, p10W: 125, p90W: 500),
                PowerSlot(startsAt: at("2026-03-29T00:30:00Z"), endsAt: at("2026-03-29T01:00:00Z"), p50W: 1250, p10W: 125, p90W: 1500),
                PowerSlot(startsAt: at("2026-03-29T01:00:00Z"), endsAt: at("2026-03-29T01:30:00Z"), p50W: 2250, p10W: 125, p90W: 2500),
            ])
    }

    @Test func `quantiles may be missing or null`() throws {
        let slots = try #require(
            source.reading(#"{"forecasts":[{"pv_estimate":1,"pv_estimate10":null,"period_end":"2026-03-29T01:00:00Z","period":"PT1H"}]}"#).power)
        #expect(slots == [PowerSlot(startsAt: at("2026-03-29T00:00:00Z"), endsAt: at("2026-03-29T01:00:00Z"), p50W: 1000)])
    }

    @Test(arguments: [
        ("PT30M", "PT7M"), ("0.125", "-0.125"), ("1.25", "1e300"), ("T01:00:00.0000000Z", "T01:07:00.0000000Z"),
        ("2026-03-29T01:00", "9999-03-29T01:00"), ("2026-03-29T01:00:00.0000000Z", "soon"),
    ])
    func `an odd item is a problem and no slot`(old: String, new: String) throws {
        let outcome = source.reading(Self.body(from: start, count: 3).replacingOccurrences(of: old, with: new))
        #expect(outcome.document?.problems.isEmpty == false)
        #expect((outcome.power?.count ?? 3) < 3)
    }

    @Test func `gaps, repetitions and contradictions are seen`() {
        let (one, two) = (Self.body(from: start, count: 2), Self.body(from: start + .seconds(7200), count: 1))
        #expect(
            source.reading(one.dropLast(2) + "," + two.dropFirst(14)).document?.problems == [
                "nothing from 2026-03-29T01:00:00Z to 2026-03-29T02:00:00Z"
            ])
        #expect(source.reading(one.dropLast(2) + "," + one.dropFirst(14)).document?.problems == [])
        #expect(
            source.reading(one.dropLast(2) + "," + one.dropFirst(14).replacingOccurrences(of: "1.25", with: "1.26")).document?.problems.count == 1)
    }

    @Test func `429 is either a crowd or the daily limit`() {
        #expect(
            source.reading(
                #"{"response_status":{"error_code":"TooManyRequests","message":"You have exceeded your free daily limit.","errors":[]}}"#, status: 429
            )
                == .unreadable(
                    Unreadable(.quota, "Solcast: TooManyRequests You have exceeded your free daily limit.", retryAt: at("2026-03-29T00:00:00Z"))))
        #expect(source.reading("", status: 429) == .unreadable(Unreadable(.busy, "HTTP 429")))
        #expect(
            source.reading("<html>The site is busy</html>", status: 429, headers: ["retry-after": "30"]).unreadable
                == Unreadable(.busy, "HTTP 429: The site is busy", retryAt: now + .seconds(30)))
    }

    @Test(
        arguments: [
            (401, #"{"response_status":{"error_code":"Unauthorized"}}"#, .refused), (404, "", .refused), (500, "", .busy),
            (200, "<html>", .malformed), (200, "{}", .malformed),
        ] as [(Int, String, Unreadable.Kind)])
    func `anything else is unreadable`(status: Int, text: String, kind: Unreadable.Kind) {
        #expect(source.reading(text, status: status).unreadable?.kind == kind)
    }

    @Test func `the key travels in a header and is never shown`() {
        let request = source.request()
        #expect(request.url == "https://api.solcast.com.au/rooftop_sites/aaaa-bbbb/forecasts?format=json&hours=72")
        #expect(request.headers["Authorization"] == "Bearer tajny")
        #expect(!String(reflecting: request).contains("tajny"))
        #expect(source.reading(#"{"forecasts":[]}"#) == .notPublished)
    }

    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"), arguments: [("24h_2022-10-24", 49), ("multiday", 97)])
    func `real answers are whole series of half-hours`(file: String, count: Int) throws {
        let name = file == "multiday" ? "solcast_rooftop_forecasts_multiday" : "solcast_rooftop_forecasts_\(file)"
        let outcome = source.reading(try SharedData.text("forecast_raw/\(name).json"))
        #expect(outcome.document?.problems == [])
        #expect(outcome.power?.count == count)
    }
}
