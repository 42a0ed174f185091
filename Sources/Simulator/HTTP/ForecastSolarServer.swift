internal import Site

/// `GET [/KEY]/estimate/LAT/LON/DEC/AZ/KWP[/DEC/AZ/KWP…]`: hourly power of today and tomorrow between the odd times of sunrise
/// and sunset.
struct ForecastSolarServer: SimulatedServer {
    let noise: Noise
    let calendar: SiteCalendar
    private let publicBudget = CallBudget(limit: 12, period: .seconds(3600))
    private let keyBudget = CallBudget(limit: 60, period: .seconds(3600))

    init(noise: Noise, calendar: SiteCalendar) {
        self.noise = noise
        self.calendar = calendar
    }

    func answer(_ request: ServiceRequest) -> ServiceReply {
        guard let verb = request.path.firstIndex(of: "estimate"), verb <= 1 else { return refusal(404, "Not found") }
        let hasKey = verb == 1
        let numbers = request.path[(verb + 1)...].map { Double($0) }
        guard numbers.count >= 5, (numbers.count - 2) % 3 == 0, !numbers.contains(nil) else { return refusal(400, "Invalid parameters") }
        let values = numbers.compactMap(\.self)
        let planes = stride(from: 2, to: values.count, by: 3).map {
            PVPlane(peakW: values[$0 + 2] * 1000, tilt: values[$0], azimuth: values[$0 + 1])
        }
        guard planes.count == 1 || hasKey else { return refusal(403, "More than one plane needs a registered account") }
        guard planes.allSatisfy({ (0.0...90).contains($0.tilt) && (-180.0...180).contains($0.azimuth) && $0.peakW > 0 }) else {
            return refusal(422, "Declination must be 0 to 90, azimuth -180 to 180, power positive")
        }
        let budget = hasKey ? keyBudget : publicBudget
        let call = budget.take(at: request.now)
        if let retryAt = call.retryAt { return limited(budget, until: retryAt) }

        let location = Location(latitude: values[0], longitude: values[1], timeZone: calendar.identifier)
        let forecast = WeatherForecast(model: WeatherModel(noise: noise, location: location), at: request.now)
        let limitW = request.query["inverter"].flatMap { Double($0) }.map { $0 * 1000 } ?? .infinity
        let isUTC = request.query["time"] == "utc"
        var result = Result()
        let today = calendar.date(at: request.now)
        for date in request.missingTomorrow ? [today] : [today, today + 1] {
            result.add(day(date, forecast, planes, limitW), date) { text($0, utc: isUTC) }
        }
        return .json([
            "result": result.json,
            "message": [
                "code": 0, "type": "success", "text": "", "pid": "SIMULATE",
                "info": [
                    "latitude": .number(values[0]), "longitude": .number(values[1]), "distance": 0, "place": "simulated",
                    "timezone": .string(calendar.identifier), "time": .string(text(request.now, utc: false)),
                    "time_utc": .string(text(request.now, utc: true)),
                ],
                "ratelimit": [
                    "zone": "IP ADDRESS", "period": 3600, "limit": .integer(budget.limit), "remaining": .integer(call.remaining),
                ],
            ],
        ])
    }

    /// Power at sunrise, the full hours between, and sunset; energy since the time before.
    private func day(_ date: LocalDate, _ forecast: WeatherForecast, _ planes: [PVPlane], _ limitW: Double) -> [Row] {
        func watts(_ instant: Instant) -> Double {
            let weather = forecast.sample(at: instant)
            return min(limitW, planes.reduce(0) { $0 + $1.dcPowerW(in: weather) * 0.96 })
        }
        let range = calendar.range(of: date)
        guard let (rise, set) = daylight(range, forecast.model) else { return [] }
        let hours = stride(from: 1, to: 25, by: 1).map { range.lowerBound + .seconds(3600 * $0) }.filter { rise < $0 && $0 < set }
        var rows = [Row(at: rise, watts: 0, wattHours: 0)]
        for instant in hours + [set] {
            let before = rows[rows.count - 1].at
            let length = (instant - before) / .seconds(3600)
            let mean = (0..<4).reduce(0.0) { $0 + watts(before + .seconds(3600 * length * (Double($1) + 0.5) / 4)) } / 4
            rows.append(Row(at: instant, watts: instant == set ? 0 : watts(instant).rounded(), wattHours: (mean * length).rounded()))
        }
        return rows
    }

    /// First and last second with the sun above the horizon.
    private func daylight(_ range: Range<Instant>, _ model: WeatherModel) -> (Instant, Instant)? {
        func isUp(_ instant: Instant) -> Bool {
            SunPosition(at: instant, latitude: model.latitude, longitude: model.longitude).sineElevation > 0
        }
        let minutes = Int((range.upperBound - range.lowerBound) / .seconds(60))
        let up = (0..<minutes).filter { isUp(range.lowerBound + .seconds(60 * $0)) }
        guard let first = up.first, let last = up.last, first > 0 else { return nil }
        func edge(_ minute: Int, _ state: Bool) -> Instant {
            let start = range.lowerBound + .seconds(60 * minute)
            return (0..<60).map { start + .seconds($0) }.first { isUp($0) == state } ?? start
        }
        return (edge(first - 1, true), edge(last, false))
    }

    private func limited(_ budget: CallBudget, until retryAt: Instant) -> ServiceReply {
        .json(
            [
                "result": "Rate limit for API calls reached.",
                "message": [
                    "code": 429, "type": "error", "text": "Rate limit for API calls reached.", "pid": "SIMULATE",
                    "ratelimit": [
                        "zone": "YOUR IP ADDRESS", "period": 3600, "limit": .integer(budget.limit),
                        "retry-at": .string(text(retryAt, utc: false)),
                    ],
                ],
            ], status: 429)
    }

    private func refusal(_ status: Int, _ reason: String) -> ServiceReply {
        .json(
            ["result": .null, "message": ["code": .integer(status), "type": "error", "text": .string(reason), "pid": "SIMULATE"]],
            status: status)
    }

    private func text(_ instant: Instant, utc: Bool) -> String {
        utc
            ? String(instant.floored(to: .seconds(1)).description.dropLast()) + "+00:00"
            : calendar.wallText(instant) + calendar.offsetText(instant)
    }

    /// Power at a time, and energy since the time before.
    private struct Row {
        var at: Instant
        var watts: Double
        var wattHours: Double
    }

    private struct Result {
        private var watts: [String: JSON] = [:]
        private var period: [String: JSON] = [:]
        private var running: [String: JSON] = [:]
        private var day: [String: JSON] = [:]

        mutating func add(_ rows: [Row], _ date: LocalDate, _ key: (Instant) -> String) {
            var sum = 0.0
            for row in rows {
                sum += row.wattHours
                watts[key(row.at)] = .integer(Int(row.watts))
                period[key(row.at)] = .integer(Int(row.wattHours))
                running[key(row.at)] = .integer(Int(sum))
            }
            day[date.description] = .integer(Int(sum))
        }

        var json: JSON {
            ["watts": .object(watts), "watt_hours_period": .object(period), "watt_hours": .object(running), "watt_hours_day": .object(day)]
        }
    }
}
