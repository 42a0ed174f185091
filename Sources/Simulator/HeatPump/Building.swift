/// A house as one thermal mass behind one resistance.
struct Building: Sendable {
    /// Loss per kelvin to the outside and heat held per kelvin.
    static let lossWPerK = 190.0
    static let capacityWhPerK = 10_000.0
    /// Heat from the floor loops to the rooms per kelvin of mean water temperature above them.
    static let emissionWPerK = 320.0
    /// People and appliances, and the windows' share of global irradiance.
    static let gainsW = 320.0
    static let windowM2 = 2.4

    private(set) var roomC = 21.2

    mutating func advance(seconds: Double, heatW: Double, weather: WeatherSample) {
        // People open windows when it gets warm.
        let ventilation = roomC > 24.5 && weather.temperatureC < roomC ? 3.0 : 1
        let balance =
            heatW + Self.gainsW + Self.windowM2 * weather.ghi - ventilation * Self.lossWPerK * (roomC - weather.temperatureC)
        roomC += balance * seconds / 3600 / Self.capacityWhPerK
    }
}
