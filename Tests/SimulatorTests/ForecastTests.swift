import Foundation
import Site
import Testing

@testable import Simulator

/// The weather and PV services' formats and quirks (markets.md 5).
struct ForecastTests {
    static let now = "2026-06-14T08:20:00Z"

    private func openMeteo(_ query: [String: String], at now: String = now, effects: [Fault.Effect] = []) throws -> ServiceReply {
        let desk = try Desk()
        let place = ["latitude": "50.08", "longitude": "14.43"]
        return desk.get(
            OpenMeteoServer(noise: desk.model.noise, calendar: desk.model.calendar), "v1/forecast", place.merging(query) { $1 }, at: now,
            effects: effects)
    }

    private func block(_ answer: [String: Any], _ name: String, _ variable: String) throws -> [Double] {
        try #require((answer[name] as? [String: Any])?[variable] as? [Double])
    }

    @Test func `plain radiation is the mean of the interval before its label, instant is the moment's`() throws {
        let answer = try object(
            openMeteo([
                "minutely_15": "shortwave_radiation,shortwave_radiation_instant", "hourly": "shortwave_radiation,temperature_2m",
                "timeformat": "unixtime", "forecast_days": "2",
            ]))
        let quarters = try block(answer, "minutely_15", "shortwave_radiation")
        let moments = try block(answer, "minutely_15", "shortwave_radiation_instant")
        let hours = try block(answer, "hourly", "shortwave_radiation")
        let times = try #require((answer["minutely_15"] as? [String: Any])?["time"] as? [Int])
        #expect(quarters.count == 192 && hours.count == 48)
        #expect(times[0] == Int(Instant("2026-06-14T00:00:00Z")!.seconds) && times[1] - times[0] == 900)
        for index in 1..<192 where moments[index] > 100 && moments[index - 1] > 100 {
            let between = min(moments[index], moments[index - 1]) - 15...max(moments[index], moments[index - 1]) + 15
            #expect(between.contains(quarters[index]))
        }
        for hour in 1..<48 where hours[hour] > 50 {
            let mean = quarters[4 * hour - 3...4 * hour].reduce(0, +) / 4
            #expect(abs(hours[hour] - mean) < 0.03 * hours[hour] + 3, "hour \(hour): \(hours[hour]) for \(mean)")
        }
    }

    @Test func `local times have one offset for the whole answer, also across a change of clocks`() throws {
        let answer = try object(
            openMeteo(["hourly": "temperature_2m", "timezone": "Europe/Prague", "forecast_days": "3"], at: "2026-10-24T09:00:00Z"))
        let times = try #require((answer["hourly"] as? [String: Any])?["time"] as? [String])
        #expect(answer["utc_offset_seconds"] as? Int == 7200)
        #expect(times.first == "2026-10-24T00:00" && times.last == "2026-10-26T23:00" && times.count == 72)
    }

    @Test func `tilted radiation needs a plane and follows it`() throws {
        let day = ["minutely_15": "global_tilted_irradiance_instant", "forecast_days": "1", "tilt": "60"]
        let east = try block(
            try object(openMeteo(day.merging(["azimuth": "-90"]) { $1 })), "minutely_15", "global_tilted_irradiance_instant")
        let west = try block(
            try object(openMeteo(day.merging(["azimuth": "90"]) { $1 })), "minutely_15", "global_tilted_irradiance_instant")
        // Solar noon is about 11:00 UTC.
        let morning = (east: east[0..<44].reduce(0, +), west: west[0..<44].reduce(0, +))
        let afternoon = (east: east[44...].reduce(0, +), west: west[44...].reduce(0, +))
        #expect(morning.east > 1.3 * morning.west)
        #expect(afternoon.west > 1.3 * afternoon.east)
        let refused = try openMeteo(["hourly": "global_tilted_irradiance"])
        #expect(refused.status == 400 && refused.body.contains("\"error\":true"))
    }

    @Test func `unknown variables, places and zones are refused with a reason`() throws {
        for query in [
            ["hourly": "sunshine"], ["hourly": "temperature_2m", "latitude": "91"], ["hourly": "temperature_2m", "timezone": "Mars/Base"],
            ["forecast_days": "17"],
        ] {
            let reply = try openMeteo(query)
            #expect(reply.status == 400, "\(query)")
            #expect(try object(reply)["reason"] is String)
        }
    }

    @Test func `the same model run says the same, and errors grow with the lead time`() throws {
        let desk = try Desk()
        let model = desk.model.weather
        let start = Instant("2026-02-01T00:00:00Z")!
        let early = WeatherForecast(model: model, at: start + .seconds(100))
        let late = WeatherForecast(model: model, at: start + .seconds(3500))
        #expect(early.sample(at: start + .seconds(40_000)).ghi == late.sample(at: start + .seconds(40_000)).ghi)
        func deviation(lead: Int) -> (radiation: Double, temperature: Double) {
            var radiation = 0.0
            var temperature = 0.0
            let runs = 300
            for run in 0..<runs {
                let issued = Instant("2026-04-01T11:00:00Z")! + .seconds(run * 40 * 3600)
                let at = issued + .seconds(lead * 3600)
                // The truth without the short-lived clouds that no forecast knows.
                let truth = model.sample(at: at, error: .init(cloudLevel: 0, temperature: 0))
                let forecast = WeatherForecast(model: model, at: issued).sample(at: at)
                radiation += abs(forecast.cloud - truth.cloud) / Double(runs)
                temperature += abs(forecast.temperatureC - truth.temperatureC) / Double(runs)
            }
            return (radiation, temperature)
        }
        let (now, day, days) = (deviation(lead: 1), deviation(lead: 24), deviation(lead: 72))
        #expect(now.radiation < day.radiation && day.radiation < days.radiation, "\(now) \(day) \(days)")
        #expect(now.temperature < day.temperature && day.temperature < days.temperature)
        #expect((0.2...1.0).contains(now.temperature) && (1...3.5).contains(days.temperature))
    }

    @Test func `forecast.solar keys run from sunrise to sunset and its sums agree`() throws {
        let desk = try Desk()
        let server = ForecastSolarServer(noise: desk.model.noise, calendar: desk.model.calendar)
        let answer = try object(desk.get(server, "estimate/50.08/14.43/35/0/6", at: Self.now))
        let result = try #require(answer["result"] as? [String: [String: Int]])
        let (watts, period, running, day) = (
            result["watts"]!, result["watt_hours_period"]!, result["watt_hours"]!, result["watt_hours_day"]!
        )
        #expect(day.keys.sorted() == ["2026-06-14", "2026-06-15"])
        let keys = watts.keys.filter { $0.hasPrefix("2026-06-14") }.sorted()
        #expect(keys.first!.hasPrefix("2026-06-14T04:5") && keys.last!.hasPrefix("2026-06-14T21:0"), "\(keys)")
        #expect(keys.dropFirst().dropLast().allSatisfy { $0.hasSuffix(":00:00+02:00") })
        let sum = keys.reduce(0) { $0 + period[$1]! }
        #expect(day["2026-06-14"] == sum)
        #expect(running[keys.last!] == sum)
        let utc = try object(desk.get(server, "estimate/50.08/14.43/35/0/6", ["time": "utc"], at: Self.now))
        #expect((utc["result"] as? [String: [String: Int]])?["watts"]?.keys.allSatisfy { $0.hasSuffix("+00:00") } == true)
    }

    @Test func `forecast.solar answers twelve times an hour and then says when again`() throws {
        let desk = try Desk()
        let server = ForecastSolarServer(noise: desk.model.noise, calendar: desk.model.calendar)
        func ask(_ now: String) -> ServiceReply { desk.get(server, "estimate/50.08/14.43/35/0/6", at: now) }
        for _ in 0..<12 { #expect(ask(Self.now).status == 200) }
        let refused = ask("2026-06-14T08:30:00Z")
        #expect(refused.status == 429)
        #expect(refused.body.contains("\"retry-at\":\"2026-06-14T11:20:00+02:00\""))
        #expect(ask("2026-06-14T09:20:00Z").status == 200)
        #expect(desk.get(server, "estimate/50.08/14.43/35/0/6/20/90/4", at: "2026-06-14T12:00:00Z").status == 403)
        #expect(desk.get(server, "KEY/estimate/50.08/14.43/35/0/6/20/90/4", at: "2026-06-14T12:00:00Z").status == 200)
    }

    @Test func `Solcast labels half-hours by their end and orders its quantiles`() throws {
        let desk = try Desk()
        let server = SolcastServer(model: desk.model.weather, planes: desk.model.planes)
        func ask(_ now: String = Self.now) -> ServiceReply {
            desk.get(server, "rooftop_sites/abc/forecasts", ["format": "json", "hours": "48", "api_key": "k"], at: now)
        }
        let rows = try #require(try object(ask())["forecasts"] as? [[String: Any]])
        #expect(rows.count == 96)
        #expect(rows[0]["period_end"] as? String == "2026-06-14T08:30:00.0000000Z" && rows[0]["period"] as? String == "PT30M")
        for row in rows {
            let values = ["pv_estimate10", "pv_estimate", "pv_estimate90"].compactMap { row[$0] as? Double }
            #expect(values.count == 3 && values == values.sorted() && values[2] <= 10)
        }
        for _ in 0..<9 { #expect(ask().status == 200) }
        let refused = ask()
        #expect(refused.status == 429 && refused.body.contains("TooManyRequests"))
        #expect(desk.get(server, "rooftop_sites/abc/forecasts", ["format": "json"], at: Self.now).status == 401)
    }
}
