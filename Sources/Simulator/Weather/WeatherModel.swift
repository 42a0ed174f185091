import Glibc
internal import Site

/// Invented weather of one place: a function of the seed and the moment.
///
/// Clouds come from a hidden level that changes over days, hours and minutes. Clear-sky irradiance after Haurwitz (1945),
/// dimming by clouds after Kasten and Czeplak (1980), split into direct and diffuse after Erbs, Klein and Duffie (1982).
struct WeatherModel: Sendable {
    let noise: Noise
    let latitude: Double
    let longitude: Double

    init(noise: Noise, location: Location) {
        self.noise = noise
        latitude = location.latitude
        longitude = location.longitude
    }

    /// What a forecast gets wrong: shifts of the hidden cloud level and of the temperature. Short-lived clouds are unknown to it.
    struct Error: Sendable {
        var cloudLevel: Double
        var temperature: Double
    }

    func sample(at instant: Instant, error: Error? = nil) -> WeatherSample {
        let seconds = instant.seconds
        let yearAngle = 2 * Double.pi * (seconds / 86_400 / 365.2422).truncatingRemainder(dividingBy: 1)
        let sun = SunPosition(at: instant, latitude: latitude, longitude: longitude)

        let days = noise.curve(.cloudRegime, seconds, period: 2.3 * 86_400)
        let level = Self.meanLevel(yearAngle) + 1.3 * days + 0.8 * noise.curve(.cloudHours, seconds, period: 4 * 3600)
        let shortLived = 0.9 * noise.curve(.cloudMinutes, seconds, period: 260)
        let cloud = logistic(1.25 * (level + (error.map(\.cloudLevel) ?? shortLived)))

        let (ghi, dhi, dni) = Self.irradiance(sun: sun, cloud: cloud)
        return WeatherSample(
            temperatureC: temperature(seconds, yearAngle, clearness: 1 - logistic(1.25 * (0.9 + 1.3 * days))) + (error?.temperature ?? 0),
            cloud: cloud, ghi: ghi, dni: dni, dhi: dhi,
            windMS: exp(0.9 + 0.5 * noise.curve(.wind, seconds, period: 5 * 3600)), sun: sun)
    }

    /// Winters in Central Europe are grey.
    private static func meanLevel(_ yearAngle: Double) -> Double { 1.1 + 0.55 * cos(yearAngle) }

    private func temperature(_ seconds: Double, _ yearAngle: Double, clearness: Double) -> Double {
        let solarDay = seconds / 86_400 + longitude / 360
        let dayAngle = 2 * Double.pi * (solarDay - solarDay.rounded(.down))
        // Coldest in mid January (0.25 rad into the year), warmest at 15 h solar time.
        let season = 9.6 - 10.3 * cos(yearAngle - 0.25)
        let swing = (1.5 + 5 * clearness) * (0.75 - 0.25 * cos(yearAngle))
        return season - swing * cos(dayAngle - 3 * .pi / 12) + 3 * noise.curve(.temperatureDays, seconds, period: 3.5 * 86_400)
            + 0.8 * noise.curve(.temperatureHours, seconds, period: 9 * 3600)
    }

    static func irradiance(sun: SunPosition, cloud: Double) -> (ghi: Double, dhi: Double, dni: Double) {
        let sine = sun.sineElevation
        guard sine > 0.01 else { return (0, 0, 0) }
        let clear = 1098 * sine * exp(-0.057 / sine)
        let ghi = clear * (1 - 0.75 * pow(cloud, 3.4))
        let clearness = min(1, ghi / (sun.extraterrestrial * sine))
        let diffuseShare =
            if clearness <= 0.22 {
                1 - 0.09 * clearness
            } else if clearness <= 0.8 {
                0.9511 - 0.1604 * clearness + 4.388 * pow(clearness, 2) - 16.638 * pow(clearness, 3) + 12.336 * pow(clearness, 4)
            } else {
                0.165
            }
        let dhi = ghi * diffuseShare
        // Close to the horizon the division would invent beams stronger than the sun's own.
        return (ghi, dhi, min((ghi - dhi) / sine, 0.8 * sun.extraterrestrial))
    }
}

private func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
