import Site

/// Answers in Open-Meteo's format with invented numbers.
struct OpenMeteoFixture {
    struct Block {
        var times: [String]
        var values: [String: [String]]
        var units: [String: String]

        var text: String {
            "{"
                + (["\"time\":[\(times.joined(separator: ","))]"]
                + values.sorted { $0.key < $1.key }.map { "\"\($0.key)\":[\($0.value.joined(separator: ","))]" })
                .joined(separator: ",") + "}"
        }

        var unitText: String { "{" + units.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",") + "}" }
    }

    static let units = [
        "time": "unixtime", "shortwave_radiation": "W/m²", "direct_normal_irradiance": "W/m²", "diffuse_radiation": "W/m²", "temperature_2m": "°C",
        "wind_speed_10m": "m/s", "cloud_cover": "%",
    ]

    var quarters: Block?
    var hours: Block?
    var offset = 0

    /// Labels from a start on; the value at label i of a variable is told by `value`.
    static func block(from start: Instant, count: Int, step: Int, value: (String, Int) -> String = { _, index in "\(index)" }) -> Block {
        let names = units.keys.filter { $0 != "time" }
        return Block(
            times: (0..<count).map { "\((start + .seconds(step * $0)).microseconds / 1_000_000)" },
            values: Dictionary(uniqueKeysWithValues: names.map { name in (name, (0..<count).map { value(name, $0) }) }), units: units)
    }

    var text: String {
        var parts = ["\"latitude\":49.2,\"longitude\":16.6,\"utc_offset_seconds\":\(offset),\"timezone\":\"GMT\",\"elevation\":240.0"]
        if let quarters { parts.append("\"minutely_15_units\":\(quarters.unitText),\"minutely_15\":\(quarters.text)") }
        if let hours { parts.append("\"hourly_units\":\(hours.unitText),\"hourly\":\(hours.text)") }
        return "{\(parts.joined(separator: ","))}"
    }
}
