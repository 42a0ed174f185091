/// The services on the simulator's HTTP port; each has a path prefix of its name with hyphens.
public enum SimulatedService: String, Sendable, Hashable, Codable, CaseIterable {
    case ote
    case energyCharts = "energy_charts"
    case smard
    case entsoe
    case nordpool
    case cnb
    case openMeteo = "open_meteo"
    case forecastSolar = "forecast_solar"
    case solcast
    case loxone

    /// First component of its paths.
    public var path: String { rawValue.split(separator: "_").joined(separator: "-") }
}
