import Glibc

/// The weather of one moment.
struct WeatherSample: Sendable {
    var temperatureC: Double
    /// Share of the sky, 0 to 1.
    var cloud: Double
    /// Global horizontal, direct normal and diffuse horizontal irradiance, W/m².
    var ghi: Double
    var dni: Double
    var dhi: Double
    /// 10 m above ground.
    var windMS: Double
    var sun: SunPosition

    /// Direct irradiance on the horizontal, W/m².
    var directHorizontal: Double { max(0, ghi - dhi) }

    /// Irradiance on a tilted plane, W/m²: isotropic sky, albedo 0.2 (Liu and Jordan 1960).
    /// - Parameters in degrees: tilt from horizontal, azimuth from south positive to the west.
    func irradiance(tilt: Double, azimuth: Double) -> Double {
        let tilt = tilt * .pi / 180
        let beam = dni * sun.incidence(tilt: tilt, azimuth: azimuth * .pi / 180)
        return beam + dhi * (1 + cos(tilt)) / 2 + 0.2 * ghi * (1 - cos(tilt)) / 2
    }
}
