/// A field of modules in one plane.
public struct PVPlane: Sendable, Hashable, Codable {
    /// Rated power at 1000 W/m² and 25 °C, W.
    public var peakW: Double
    /// Degrees from horizontal.
    public var tilt: Double
    /// Degrees from south, east negative, west positive.
    public var azimuth: Double

    public init(peakW: Double, tilt: Double, azimuth: Double) {
        self.peakW = peakW
        self.tilt = tilt
        self.azimuth = azimuth
    }

    /// DC power the modules could give, W.
    ///
    /// Cell temperature after Ross (typical roof, 0.0342 K per W/m²), -0.4 %/K, and 8 % for soiling, mismatch and wiring;
    /// cold cells gain at most a tenth.
    func dcPowerW(in weather: WeatherSample) -> Double {
        let irradiance = weather.irradiance(tilt: tilt, azimuth: azimuth)
        let cellC = weather.temperatureC + 0.0342 * irradiance
        return peakW * irradiance / 1000 * min(1.1, 1 - 0.004 * (cellC - 25)) * 0.92
    }
}
