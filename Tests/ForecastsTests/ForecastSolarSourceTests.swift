import Fetch
import FetchTestSupport
import Forecasts
import Foundation
import Site
import Testing

struct ForecastSolarSourceTests {
    private let source = ForecastSolarSource()

    /// Two invented days, hourly, with sunrise and sunset to the second; keys as `format` writes them.
    static func body(_ format: (Instant) -> String) -> String {
        let watts: [(String, Int, Int)] = [
            ("2026-03-28T04:48:10Z", 0, 0), ("2026-03-28T05:00:00Z", 100, 10), ("2026-03-28T06:00:00Z", 700, 400), ("2026-03-28T07:00:00Z", 900, 800),
            ("2026-03-28T08:00:00Z", 300, 600), ("2026-03-28T08:21:30Z", 0, 53), ("2026-03-29T04:46:00Z", 0, 0), ("2026-03-29T05:00:00Z", 200, 23),
            ("2026-03-29T06:00:00Z", 400, 300), ("2026-03-29T06:30:00Z", 0, 100),
        ]
        let powers = watts.map { "\"\(format(at($0.0)))\":\($0.1)" }.joined(separator: ",")
        let energies = watts.map { "\"\(format(at($0.0)))\":\($0.2)" }.joined(separator: ",")
        return """
            {"result":{"watts":{\(powers)},"watt_hours_period":{\(energies)},"watt_hours":{},"watt_hours_day":{"2026-03-28":1863,"2026-03-29":423}},
             "message":{"code":0,"type":"success","text":"","info":{"timezone":"Europe/Prague","time":"2026-03-28T13:10:00+01:00","time_utc":"2026-03-28T12:10:00+00:00"},
             "ratelimit":{"zone":"IP","period":3600,"limit":12,"remaining":7}}}
            """
    }

    private static func local(_ instant: Instant, _ separator: String) -> String {
        let shown = instant + .seconds(house.zone.offset(at: instant))
        return shown.description.dropLast().replacingOccurrences(of: "T", with: separator)
    }

    @Test func `every form of time means the same`() throws {
        let expected = source.reading(Self.body { $0.description })
        #expect(expected.document?.problems == [])
        let forms: [(Instant) -> String] = [
            { $0.description.replacingOccurrences(of: "Z", with: "+00:00") },
            { Self.local($0, "T") + (house.zone.offset(at: $0) == 3600 ? "+01:00" : "+02:00") },
            { Self.local($0, " ") }, { Self.local($0, "T") }, { "\($0.microseconds / 1_000_000)" },
        ]
        for form in forms { #expect(source.reading(Self.body(form)) == expected) }
    }

    @Test func `slots are whole hours, their energy that of the keys, nights are zero`() throws {
        let slots = try #require(source.reading(Self.body { $0.description }).power)
        let power = Dictionary(uniqueKeysWithValues: slots.map { ($0.startsAt.description, $0.p50W) })
        #expect(slots.allSatisfy { $0.duration == .seconds(3600) })
        #expect(power["2026-03-28T04:00:00Z"] == 10)
        #expect(power["2026-03-28T05:00:00Z"] == 400)
        #expect(power["2026-03-28T08:00:00Z"] == 53)
        #expect(power["2026-03-28T09:00:00Z"] == 0)
        #expect(power["2026-03-29T04:00:00Z"] == 23)
        #expect(power["2026-03-29T06:00:00Z"] == 100)
        #expect(slots.reduce(0) { $0 + $1.p50W } == 1863 + 423)
        // From local midnight to local midnight, over the change of clocks.
        #expect(slots.first?.startsAt.description == "2026-03-27T23:00:00Z")
        #expect(slots.last?.endsAt.description == "2026-03-29T22:00:00Z")
        #expect(slots.count == 47)
    }

    @Test func `half-hours are half-hours, and their power is twice their energy`() throws {
        let energies = ["05:10:00": 0, "05:30:00": 20, "06:00:00": 100, "06:30:00": 150, "06:50:00": 30]
        let keys = energies.map { "\"2026-03-28T\($0.key)Z\":\($0.value)" }.joined(separator: ",")
        let text = #"{"result":{"watts":{"2026-03-28T05:10:00Z":0,"2026-03-28T06:50:00Z":0},"watt_hours_period":{\#(keys)}},"message":{}}"#
        let slots = try #require(source.reading(text).power)
        #expect(slots.count == 48)
        #expect(slots.filter { $0.p50W > 0 }.map(\.p50W) == [40, 200, 300, 60])
        #expect(slots.first { $0.p50W > 0 }?.startsAt == at("2026-03-28T05:00:00Z"))
    }

    @Test func `when it was made and how many calls are left is told`() {
        let document = source.reading(Self.body { $0.description }).document
        #expect(document?.issuedAt?.description == "2026-03-28T12:10:00Z")
        #expect(document?.callsLeft == 7)
    }

    @Test func `a key left out is a problem and no invented energy`() throws {
        let text = Self.body { $0.description }.replacingOccurrences(of: "\"2026-03-28T06:00:00Z\":400,", with: "")
        let outcome = source.reading(text)
        #expect(outcome.document?.problems.first == "800.0 Wh from 2026-03-28T05:00:00Z to 2026-03-28T07:00:00Z, longer than a slot")
        #expect(outcome.power?.contains { $0.startsAt == at("2026-03-28T05:00:00Z") } == false)
    }

    @Test func `without a dark first and last key nothing is assumed about the rest`() throws {
        let text = Self.body { $0.description }.replacingOccurrences(of: "\"2026-03-28T04:48:10Z\":0,", with: "").replacingOccurrences(
            of: "\"2026-03-28T05:00:00Z\":100", with: "\"2026-03-28T05:00:00Z\":90")
        #expect(source.reading(text).power?.first?.startsAt.description == "2026-03-28T05:00:00Z")
    }

    @Test(arguments: ["yesterday", "2026-13-28T00:00:00Z", "99999999999999999999", "2026-03-28", ""])
    func `a key that is no time makes it unreadable`(key: String) {
        #expect(source.reading(Self.body { $0 == at("2026-03-28T06:00:00Z") ? key : $0.description }).unreadable?.kind == .malformed)
    }

    @Test func `negative energy and keys at odd distances only are problems`() {
        #expect(source.reading(Self.body { $0.description }.replacingOccurrences(of: ":800", with: ":-800")).document?.problems.isEmpty == false)
        let odd =
            #"{"result":{"watts":{"2026-03-28T05:00:01Z":1},"watt_hours_period":{"2026-03-28T05:00:01Z":1,"2026-03-28T05:07:00Z":1}},"message":{}}"#
        #expect(source.reading(odd).document?.problems == ["keys at no regular distance of 15, 30 or 60 minutes"])
        #expect(source.reading(#"{"result":{"watts":{},"watt_hours_period":{}},"message":{}}"#) == .notPublished)
    }

    @Test func `the limit says when to come back, other refusals why`() {
        let limit = source.reading(
            #"{"result":"Rate limit","message":{"code":429,"type":"error","text":"Rate limit for API calls reached.","ratelimit":{"period":3600,"limit":12,"retry-at":"2026-03-28T13:48:53+01:00"}}}"#,
            status: 429)
        #expect(limit == .unreadable(Unreadable(.quota, "forecast.solar: Rate limit for API calls reached.", retryAt: at("2026-03-28T12:48:53Z"))))
        #expect(
            source.reading(#"{"result":[],"message":{"code":401,"text":"Invalid API key"}}"#, status: 401)
                == .unreadable(Unreadable(.refused, "forecast.solar: Invalid API key")))
        #expect(source.reading("<html>Bad Gateway</html>", status: 502).unreadable?.kind == .busy)
        #expect(source.reading("", status: 429, headers: ["retry-after": "90"]).unreadable?.retryAt == now + .seconds(90))
        #expect(source.reading(#"{"result":"odd","message":{"code":0}}"#).unreadable?.kind == .malformed)
        #expect(source.reading("<html>").unreadable?.kind == .malformed)
    }

    @Test func `the key is part of the path and never shown`() throws {
        #expect(source.request(for: house)?.url == "https://api.forecast.solar/estimate/49.1951/-16.6068/35/-12.5/9.9?time=utc")
        var two = house
        two.planes.append(.init(tiltDeg: 10, azimuthDeg: 90, peakKW: 3))
        #expect(source.request(for: two) == nil)
        let request = try #require(ForecastSolarSource(key: "tajny").request(for: two))
        #expect(request.url == "https://api.forecast.solar/tajny/estimate/49.1951/-16.6068/35/-12.5/9.9/10/90/3?time=utc")
        #expect(!"\(request)".contains("tajny"))
    }

    @Test(
        .enabled(if: SharedData.isPresent, "\(SharedData.absence)"),
        arguments: [
            ("estimate_public_2024-04-26", 3600, 11_998.0, 48), ("estimate_personal_30min_2024-04-27", 1800, 26_208.0, 192),
            ("estimate_2022-10-24_emhass", 3600, 31_191.0, 48),
        ])
    func `real answers keep their energy`(file: String, step: Int, energy: Double, count: Int) throws {
        let outcome = source.reading(try SharedData.text("forecast_raw/forecastsolar_\(file).json"))
        let slots = try #require(outcome.power)
        #expect(outcome.document?.problems == [])
        #expect(slots.count == count)
        #expect(slots.allSatisfy { $0.duration == .seconds(step) })
        #expect(abs(slots.reduce(0) { $0 + $1.p50W * Double(step) / 3600 } - energy) < 1e-6)
    }

    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func `a real refusal and a real answer that is no forecast`() throws {
        let limit = source.reading(try SharedData.text("forecast_raw/forecastsolar_error_429_ratelimit.json"), status: 429)
        #expect(limit.unreadable == Unreadable(.quota, "forecast.solar: Rate limit for API calls reached.", retryAt: at("2024-04-27T00:48:53Z")))
        #expect(source.reading(try SharedData.text("forecast_raw/forecastsolar_check_plane.json")).unreadable?.kind == .malformed)
    }
}
