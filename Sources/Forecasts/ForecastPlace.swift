public import Site

/// What a forecast is asked for.
public struct ForecastPlace: Sendable, Hashable {
    /// One group of panels that look the same way.
    public struct Plane: Sendable, Hashable {
        /// 0 flat … 90 upright.
        public var tiltDeg: Double
        /// 0 south, −90 east, 90 west, ±180 north, as Open-Meteo and forecast.solar count.
        public var azimuthDeg: Double
        /// Rated power under standard conditions.
        public var peakKW: Double

        public init(tiltDeg: Double, azimuthDeg: Double, peakKW: Double) {
            self.tiltDeg = tiltDeg
            self.azimuthDeg = azimuthDeg
            self.peakKW = peakKW
        }
    }

    /// Degrees north.
    public var latitude: Double
    /// Degrees east.
    public var longitude: Double
    public var zone: Zone
    /// Used by sources that answer with power.
    public var planes: [Plane]

    public init(latitude: Double, longitude: Double, zone: Zone, planes: [Plane] = []) {
        self.latitude = latitude
        self.longitude = longitude
        self.zone = zone
        self.planes = planes
    }
}

extension Double {
    /// At most four digits behind the point, 11 m of latitude, and never an exponent.
    var short: String {
        let scaled = (self * 10_000).rounded()
        guard scaled.magnitude < 1e12 else { return "0" }
        let value = Int64(scaled)
        let fraction = String(value.magnitude % 10_000 + 10_000).dropFirst()
        let digits = fraction.reversed().drop { $0 == "0" }.reversed()
        return (value < 0 ? "-" : "") + "\(value.magnitude / 10_000)" + (digits.isEmpty ? "" : "." + String(digits))
    }
}
