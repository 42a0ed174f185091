/// The devices of the house that speak Modbus.
public enum SimulatedDevice: String, Sendable, Hashable, Codable, CaseIterable {
    /// Three-phase hybrid inverter with strings and battery: unit 1 of its own gateway.
    case inverter
    /// Air-to-water heat pump: unit 1 of a second gateway (its line runs with even parity).
    case heatPump = "heat_pump"
    /// Wallbox with the car: unit 1.
    case charger
    /// Meter at the grid connection: unit 10 of the meter line.
    case gridMeter = "grid_meter"
    /// Meter of the heat pump: unit 12 of the meter line.
    case heatPumpMeter = "heat_pump_meter"
    /// Small SunSpec inverter on the garage: unit 1.
    case garagePV = "garage_pv"

    /// Modbus unit id.
    public var unit: UInt8 {
        switch self {
        case .inverter, .heatPump, .charger, .garagePV: 1
        case .gridMeter: 10
        case .heatPumpMeter: 12
        }
    }
}
