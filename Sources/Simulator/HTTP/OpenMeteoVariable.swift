internal import Site

/// A variable of Open-Meteo's forecast, at a label and over the interval that ends there.
struct OpenMeteoVariable: Sendable {
    enum Quantity: String, Sendable {
        case temperature2m = "temperature_2m"
        case relativeHumidity2m = "relative_humidity_2m"
        case rain, cloudCover = "cloud_cover"
        case windSpeed10m = "wind_speed_10m"
        case snowDepth = "snow_depth"
        case shortwave = "shortwave_radiation"
        case direct = "direct_radiation"
        case diffuse = "diffuse_radiation"
        case directNormal = "direct_normal_irradiance"
        case globalTilted = "global_tilted_irradiance"

        var isRadiation: Bool {
            switch self {
            case .shortwave, .direct, .diffuse, .directNormal, .globalTilted: true
            default: false
            }
        }
    }

    /// As asked for; the key of the answer.
    let name: String
    private let quantity: Quantity
    /// `…_instant`: the value at the label instead of the mean of the interval before it.
    private let isInstant: Bool

    /// Nil for a name Open-Meteo's simulated half does not know.
    init?(name: String) {
        let base = name.hasSuffix("_instant") ? String(name.dropLast(8)) : name
        guard let quantity = Quantity(rawValue: base), base == name || quantity.isRadiation else { return nil }
        self.name = name
        self.quantity = quantity
        isInstant = base != name
    }

    var needsPlane: Bool { quantity == .globalTilted }

    /// With the wind in m/s or km/h.
    func unit(windInMS: Bool) -> String {
        switch quantity {
        case .temperature2m: "°C"
        case .relativeHumidity2m, .cloudCover: "%"
        case .rain: "mm"
        case .windSpeed10m: windInMS ? "m/s" : "km/h"
        case .snowDepth: "m"
        default: "W/m²"
        }
    }

    /// - Parameter plane: tilt and azimuth in degrees, south 0, east negative.
    func value(_ forecast: WeatherForecast, at label: Instant, interval: Duration, plane: (tilt: Double, azimuth: Double), windInMS: Bool)
        -> Double
    {
        guard quantity.isRadiation, !isInstant else { return value(forecast.sample(at: label), plane, windInMS: windInMS) }
        // Means over the preceding interval, from six moments inside it.
        let parts = 6
        let sum = (0..<parts).reduce(0.0) { sum, part in
            let moment = label - interval * (2 * part + 1) / (2 * parts)
            return sum + value(forecast.sample(at: moment), plane, windInMS: windInMS)
        }
        return rounded(sum / Double(parts), 1)
    }

    private func value(_ weather: WeatherSample, _ plane: (tilt: Double, azimuth: Double), windInMS: Bool) -> Double {
        switch quantity {
        case .temperature2m: rounded(weather.temperatureC, 1)
        case .relativeHumidity2m: min(100, max(15, (55 + 40 * weather.cloud - 0.6 * weather.temperatureC).rounded()))
        case .rain: weather.cloud > 0.93 && weather.temperatureC > 0 ? rounded(4 * (weather.cloud - 0.93), 1) : 0
        case .cloudCover: (100 * weather.cloud).rounded()
        case .windSpeed10m: rounded(weather.windMS * (windInMS ? 1 : 3.6), 1)
        case .snowDepth: 0
        case .shortwave: rounded(weather.ghi, 1)
        case .direct: rounded(weather.directHorizontal, 1)
        case .diffuse: rounded(weather.dhi, 1)
        case .directNormal: rounded(weather.dni, 1)
        case .globalTilted: rounded(weather.irradiance(tilt: plane.tilt, azimuth: plane.azimuth), 1)
        }
    }
}
