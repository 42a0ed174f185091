internal import Site

/// `GET /v1/forecast`: hourly and quarter-hourly blocks, local times without offset unless asked otherwise.
struct OpenMeteoServer: SimulatedServer {
    let noise: Noise
    let calendar: SiteCalendar

    func answer(_ request: ServiceRequest) -> ServiceReply {
        guard request.path == ["v1", "forecast"] else { return .json(["error": true, "reason": "Not Found"], status: 404) }
        do throws(Refusal) {
            let query = try Query(request, calendar)
            let answers = query.places.enumerated().map { answer(query, $0.element, request) }
            return .json(answers.count == 1 ? answers[0] : .array(answers))
        } catch {
            return .json(["error": true, "reason": .string(error.reason)], status: 400)
        }
    }

    private struct Refusal: Error { var reason: String }

    private struct Query {
        var places: [(latitude: Double, longitude: Double)]
        var blocks: [(name: String, interval: Duration, variables: [OpenMeteoVariable])] = []
        var zone: SiteCalendar
        var zoneName: String
        var isUnixTime: Bool
        var windInMS: Bool
        var plane: (tilt: Double, azimuth: Double)
        var pastDays: Int
        var days: Int

        init(_ request: ServiceRequest, _ site: SiteCalendar) throws(Refusal) {
            func numbers(_ name: String) throws(Refusal) -> [Double] {
                let parts = (request.query[name] ?? "").split(separator: ",")
                let values = parts.compactMap { Double($0) }
                guard !values.isEmpty, values.count == parts.count else { throw Refusal(reason: "Parameter '\(name)' must be a number") }
                return values
            }
            func integer(_ name: String, _ range: ClosedRange<Int>, _ standard: Int) throws(Refusal) -> Int {
                guard let text = request.query[name] else { return standard }
                guard let value = Int(text), range.contains(value) else {
                    throw Refusal(reason: "Parameter '\(name)' is out of allowed range from \(range.lowerBound) to \(range.upperBound).")
                }
                return value
            }
            let latitudes = try numbers("latitude")
            let longitudes = try numbers("longitude")
            guard latitudes.count == longitudes.count, latitudes.allSatisfy({ abs($0) <= 90 }), longitudes.allSatisfy({ abs($0) <= 180 })
            else {
                throw Refusal(reason: "Latitude must be in range of -90 to 90° and come with a longitude.")
            }
            places = Array(zip(latitudes, longitudes))
            for (name, minutes) in [("hourly", 60), ("minutely_15", 15)] {
                guard let list = request.query[name] else { continue }
                var variables: [OpenMeteoVariable] = []
                for part in list.split(separator: ",") {
                    guard let variable = OpenMeteoVariable(name: String(part)) else {
                        throw Refusal(reason: "Data corrupted at path ''. Cannot initialize variable from invalid String value \(part).")
                    }
                    variables.append(variable)
                }
                let isCoarse = request.hourly && minutes == 15
                blocks.append((name, .seconds(isCoarse ? 3600 : minutes * 60), variables))
            }
            plane = (0, 0)
            if blocks.contains(where: { $0.variables.contains(where: \.needsPlane) }) {
                plane = (try numbers("tilt")[0], try numbers("azimuth")[0])
            }
            let name = request.query["timezone"] ?? "GMT"
            zoneName = name == "auto" ? site.identifier : name
            guard let zone = zoneName == site.identifier ? site : SiteCalendar(identifier: zoneName) else {
                throw Refusal(reason: "Invalid timezone")
            }
            self.zone = zone
            isUnixTime = request.query["timeformat"] == "unixtime"
            windInMS = request.query["wind_speed_unit"] == "ms"
            pastDays = try integer("past_days", 0...92, 0)
            days = try integer("forecast_days", 0...16, 7)
        }
    }

    private func answer(_ query: Query, _ place: (latitude: Double, longitude: Double), _ request: ServiceRequest) -> JSON {
        // The nearest cell of a grid of 0.02 degrees.
        let latitude = rounded((place.latitude / 0.02).rounded() * 0.02, 2)
        let longitude = rounded((place.longitude / 0.02).rounded() * 0.02, 2)
        let model = WeatherModel(noise: noise, location: Location(latitude: latitude, longitude: longitude, timeZone: query.zoneName))
        let forecast = WeatherForecast(model: model, at: request.now)
        // One offset for the whole answer, also across a change of clocks.
        let offset = query.zone.offset(at: request.now)
        let today = query.zone.date(at: request.now)
        let start = Instant(seconds: Double((today - query.pastDays).number * 86_400 - offset))
        let end = Instant(seconds: Double((today + query.days).number * 86_400 - offset))
        // Tomorrow by the house's own day, whatever zone was asked for.
        let tomorrow = calendar.instant(calendar.date(at: request.now) + 1)

        var result: [String: JSON] = [
            "latitude": .number(latitude), "longitude": .number(longitude), "elevation": 235, "generationtime_ms": 0.3,
            "utc_offset_seconds": .integer(offset), "timezone": .string(query.zoneName),
            "timezone_abbreviation": .string(offset == 0 ? "GMT" : "GMT\(offset < 0 ? "-" : "+")\(abs(offset) / 3600)"),
        ]
        for block in query.blocks {
            let count = Int((end - start) / block.interval)
            let labels = request.repeated((0..<count).map { start + block.interval * $0 })
            var units: [String: JSON] = ["time": query.isUnixTime ? "unixtime" : "iso8601"]
            var values: [String: JSON] = ["time": .array(labels.map { time($0, offset, query.isUnixTime) })]
            for variable in block.variables {
                units[variable.name] = .string(variable.unit(windInMS: query.windInMS))
                values[variable.name] = .array(
                    labels.map { label in
                        if request.missingTomorrow, label >= tomorrow { return .null }
                        return .number(
                            variable.value(forecast, at: label, interval: block.interval, plane: query.plane, windInMS: query.windInMS))
                    })
            }
            result["\(block.name)_units"] = .object(units)
            result[block.name] = .object(values)
        }
        return .object(result)
    }

    /// `2026-03-29T01:15`, wall clock at a fixed offset, or seconds since 1970.
    private func time(_ instant: Instant, _ offset: Int, _ isUnixTime: Bool) -> JSON {
        isUnixTime ? .integer(Int(instant.seconds)) : .string(String((instant + .seconds(offset)).description.prefix(16)))
    }
}
