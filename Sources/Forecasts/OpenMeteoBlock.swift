internal import Fetch
internal import Site

/// `minutely_15` or `hourly`: times and, by name, values of the same number.
struct OpenMeteoBlock: Decodable {
    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private enum Times {
        case unix([Int64])
        /// `2025-02-24T00:15`, local.
        case local([String])
    }

    private let times: Times
    private let values: [String: [Double?]]

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        let time = Name(stringValue: "time")
        if let seconds = try? container.decode([Int64].self, forKey: time) {
            times = .unix(seconds)
        } else {
            times = .local(try container.decode([String].self, forKey: time))
        }
        values = try container.allKeys.reduce(into: [:]) { values, name in
            if OpenMeteoVariable.isKnown(name.stringValue) { values[name.stringValue] = try container.decode([Double?].self, forKey: name) }
        }
    }

    /// - Parameters:
    ///   - step: the distance of labels; a slot lies between two labels that far apart.
    ///   - offset: seconds that local labels are ahead of UTC, one for all of them.
    func slots(every step: Duration, units: [String: String], offset: Int, noting problems: inout [String]) throws(Unreadable) -> [WeatherSlot] {
        let labels = try instants(offset: offset)
        guard values.values.allSatisfy({ $0.count == labels.count }) else { throw Unreadable(.malformed, "times and values differ in number") }
        func variable(_ name: String) -> OpenMeteoVariable? { OpenMeteoVariable(name, values, units, noting: &problems) }
        let (ghi, dni, dhi) = (variable("shortwave_radiation"), variable("direct_normal_irradiance"), variable("diffuse_radiation"))
        let (temperature, wind, cloud) = (variable("temperature_2m"), variable("wind_speed_10m"), variable("cloud_cover"))
        return zip(labels.indices, labels.indices.dropFirst()).compactMap { start, end in
            guard labels[end] - labels[start] == step else { return nil }
            let slot = WeatherSlot(
                startsAt: labels[start], endsAt: labels[end], ghiWM2: ghi?.mean(start, end), dniWM2: dni?.mean(start, end),
                dhiWM2: dhi?.mean(start, end),
                temperatureC: temperature?.mean(start, end), windMS: wind?.mean(start, end), cloudPct: cloud?.mean(start, end))
            return slot.isEmpty ? nil : slot
        }
    }

    private func instants(offset: Int) throws(Unreadable) -> [Instant] {
        let instants: [Instant?] =
            switch times {
            case .unix(let seconds): seconds.map { Instant(unixSeconds: $0) }
            case .local(let texts): texts.map { Instant($0 + "Z").map { $0 - .seconds(offset) } }
            }
        let known = instants.compactMap { $0.flatMap { $0.isPlausible ? $0 : nil } }
        guard known.count == instants.count, zip(known, known.dropFirst()).allSatisfy(<) else {
            throw Unreadable(.malformed, "times that are none or go back")
        }
        return known
    }
}
