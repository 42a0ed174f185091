import Fetch
import FetchTestSupport
import Forecasts
import Foundation
import Site
import Testing

struct OpenMeteoSourceTests {
    private let source = OpenMeteoSource()
    private let midnight = at("2026-03-29T00:00:00Z")

    @Test func `radiation is the mean before its label, the rest the mean of both labels`() throws {
        let fixture = OpenMeteoFixture(quarters: OpenMeteoFixture.block(from: midnight, count: 5, step: 900) { _, index in "\(index * index)" })
        let outcome = source.reading(fixture.text)
        #expect(outcome.document?.problems == [])
        let slots = try #require(outcome.weather)
        #expect(
            slots.map(\.startsAt.description) == ["2026-03-29T00:00:00Z", "2026-03-29T00:15:00Z", "2026-03-29T00:30:00Z", "2026-03-29T00:45:00Z"])
        #expect(slots.allSatisfy { $0.duration == .seconds(900) })
        #expect(slots.map(\.ghiWM2) == [1, 4, 9, 16])
        #expect(slots.map(\.dniWM2) == [1, 4, 9, 16])
        #expect(slots.map(\.dhiWM2) == [1, 4, 9, 16])
        #expect(slots.map(\.temperatureC) == [0.5, 2.5, 6.5, 12.5])
        #expect(slots.map(\.windMS) == [0.5, 2.5, 6.5, 12.5])
        #expect(slots.map(\.cloudPct) == [0.5, 2.5, 6.5, 12.5])
    }

    @Test func `a series without a gap through the change of clocks`() throws {
        let start = at("2026-03-28T00:00:00Z")
        let slots = try #require(source.reading(OpenMeteoFixture(quarters: OpenMeteoFixture.block(from: start, count: 289, step: 900)).text).weather)
        #expect(slots.count == 288)
        #expect(zip(slots, slots.dropFirst()).allSatisfy { $0.endsAt == $1.startsAt })
        let day = LocalDay(CivilDate("2026-03-29")!, in: house.zone)
        #expect(slots.filter { $0.startsAt >= day.startsAt && $0.endsAt <= day.endsAt }.count == 92)
    }

    @Test func `null stays missing, negative irradiance is zero`() throws {
        var block = OpenMeteoFixture.block(from: midnight, count: 5, step: 900) { _, _ in "5" }
        block.values["shortwave_radiation"] = ["5", "null", "-84", "-0.1", "5"]
        block.values["temperature_2m"] = ["-5", "null", "-7", "-7", "-7"]
        let slots = try #require(source.reading(OpenMeteoFixture(quarters: block).text).weather)
        #expect(slots.map(\.ghiWM2) == [nil, 0, 0, 5])
        #expect(slots.map(\.temperatureC) == [nil, nil, -7, -7])
        #expect(slots.map(\.windMS) == [5, 5, 5, 5])
    }

    @Test func `an hour is taken where its quarters do not know the irradiance`() throws {
        var quarters = OpenMeteoFixture.block(from: midnight, count: 13, step: 900) { _, _ in "1" }
        quarters.values["shortwave_radiation"]?[6] = "null"
        let hours = OpenMeteoFixture.block(from: midnight, count: 5, step: 3600) { _, _ in "2" }
        let outcome = source.reading(OpenMeteoFixture(quarters: quarters, hours: hours).text)
        let slots = try #require(outcome.weather)
        #expect(outcome.document?.problems == [])
        #expect(slots.map(\.ghiWM2) == [1, 1, 1, 1, 2, 1, 1, 1, 1, 2])
        #expect(slots.map { $0.duration / .seconds(60) } == [15, 15, 15, 15, 60, 15, 15, 15, 15, 60])
        #expect(source.reading(OpenMeteoFixture(hours: hours).text).weather?.count == 4)
    }

    @Test func `a gap in the labels is a problem and no long slot`() throws {
        var block = OpenMeteoFixture.block(from: midnight, count: 9, step: 900)
        block.times.remove(at: 4)
        for name in block.values.keys { block.values[name]?.remove(at: 4) }
        let outcome = source.reading(OpenMeteoFixture(quarters: block).text)
        #expect(outcome.weather?.count == 6)
        #expect(outcome.document?.problems == ["nothing from 2026-03-29T00:45:00Z to 2026-03-29T01:15:00Z"])
    }

    @Test func `local labels are read with the answer's one offset`() throws {
        var block = OpenMeteoFixture.block(from: midnight, count: 3, step: 900)
        block.times = ["\"2026-03-29T01:45\"", "\"2026-03-29T02:00\"", "\"2026-03-29T02:15\""]
        let slots = try #require(source.reading(OpenMeteoFixture(quarters: block, offset: 3600).text).weather)
        #expect(slots.map(\.startsAt.description) == ["2026-03-29T00:45:00Z", "2026-03-29T01:00:00Z"])
    }

    @Test func `km/h become m/s, an unknown unit is a problem`() throws {
        var block = OpenMeteoFixture.block(from: midnight, count: 2, step: 900) { _, _ in "36" }
        block.units["wind_speed_10m"] = "km/h"
        block.units["temperature_2m"] = "°F"
        let outcome = source.reading(OpenMeteoFixture(quarters: block).text)
        #expect(try #require(outcome.weather?.first?.windMS) == 10)
        #expect(outcome.weather?.first?.temperatureC == nil)
        #expect(outcome.document?.problems == ["temperature_2m in °F"])
    }

    @Test func `momentary radiation is averaged between its labels`() throws {
        var block = OpenMeteoFixture.block(from: midnight, count: 3, step: 900) { _, index in "\(index * 10)" }
        block.values["shortwave_radiation_instant"] = block.values.removeValue(forKey: "shortwave_radiation")
        block.units["shortwave_radiation_instant"] = "W/m²"
        #expect(try #require(source.reading(OpenMeteoFixture(quarters: block).text).weather).map(\.ghiWM2) == [5, 15])
    }

    @Test(
        arguments: [("Minutely", "2026-03-28T12:11:00Z"), ("Hourly", "2026-03-28T13:00:00Z"), ("Daily", "2026-03-29T00:00:00Z"), ("Some", nil)]
            as [(String, String?)])
    func `a limit says when it ends`(limit: String, expected: String?) {
        let outcome = source.reading(#"{"error":true,"reason":"\#(limit) API request limit exceeded. Please try again."}"#, status: 429)
        #expect(outcome.unreadable?.kind == .quota)
        #expect(outcome.unreadable?.retryAt?.description == expected)
        #expect(outcome.unreadable?.reason == "Open-Meteo: \(limit) API request limit exceeded. Please try again.")
    }

    @Test(
        arguments: [
            (400, #"{"error":true,"reason":"Latitude must be in range"}"#, .refused), (200, #"{"error":true,"reason":"no"}"#, .refused),
            (502, "<html>Bad Gateway</html>", .busy),
            (503, "", .busy), (200, "<html>login</html>", .malformed), (200, "", .malformed), (200, "[]", .malformed),
            (200, #"{"minutely_15":{"time":["x"]}}"#, .malformed),
            (200, #"{"minutely_15":{"time":[1,2]}}"#, .malformed),
            (200, #"{"minutely_15":{"time":[1774742400],"cloud_cover":[]},"minutely_15_units":{}}"#, .malformed),
            (200, #"{"hourly":{"time":[1774746000,1774742400]}}"#, .malformed),
            (200, #"{"utc_offset_seconds":99999999,"hourly":{"time":[]}}"#, .malformed),
            (200, #"{"hourly":{"time":[1774746000],"cloud_cover":["a"]}}"#, .malformed),
            (200, #"{"hourly":{"time":[9223372036854775807]}}"#, .malformed),
        ] as [(Int, String, Unreadable.Kind)])
    func `anything else is unreadable`(status: Int, text: String, kind: Unreadable.Kind) {
        #expect(source.reading(text, status: status).unreadable?.kind == kind)
    }

    @Test func `nothing in it is not published`() {
        #expect(source.reading("{}") == .notPublished)
        #expect(source.reading(#"{"hourly":{"time":[]}}"#) == .notPublished)
    }

    @Test func `the request is in UTC and Unix time, quarter-hours and hours`() {
        let url = source.request(for: house).url
        #expect(
            url.hasPrefix(
                "https://api.open-meteo.com/v1/forecast?latitude=49.1951&longitude=-16.6068&minutely_15=shortwave_radiation,direct_normal_irradiance,diffuse_radiation,"
            ))
        #expect(url.hasSuffix("&wind_speed_unit=ms&timezone=GMT&timeformat=unixtime&forecast_days=3"))
        #expect(url.contains("&hourly=shortwave_radiation,"))
    }

    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func `a real answer in quarter-hours and momentary values`() throws {
        let outcome = source.reading(try SharedData.text("forecast_raw/openmeteo_minutely_15_2025-02-24.json"))
        let slots = try #require(outcome.weather)
        #expect(outcome.document?.problems == [])
        #expect(slots.count == 287)
        #expect(slots[0].startsAt.description == "2025-02-23T23:00:00Z")
        #expect(abs(try #require(slots[0].temperatureC) + 15.35) < 1e-9)
        #expect(abs(try #require(slots[0].windMS) - 13.0 / 3.6) < 1e-9)
        #expect(slots.compactMap(\.ghiWM2).max().map { (300...1200).contains($0) } == true)
        #expect(slots.compactMap(\.dniWM2).count == 287)
    }

    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func `a real answer in hours and means`() throws {
        let outcome = source.reading(try SharedData.text("forecast_raw/openmeteo_hourly_2026-03-02.json"))
        let slots = try #require(outcome.weather)
        #expect(outcome.document?.problems == [])
        #expect(slots.count == 71)
        #expect(slots[0].startsAt.description == "2026-03-01T23:00:00Z")
        #expect(slots.allSatisfy { $0.duration == .seconds(3600) && $0.dniWM2 == nil && $0.dhiWM2 != nil })
        // The sun is highest near 11:30 UTC at 10° east: the label is the end of its hour.
        let brightest = try #require(slots.prefix(24).max { ($0.ghiWM2 ?? 0) < ($1.ghiWM2 ?? 0) })
        #expect(["2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z"].contains(brightest.startsAt.description))
    }
}
