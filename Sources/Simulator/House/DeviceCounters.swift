/// What the counters of the devices stand at, Wh, before each device rounds it into its registers.
public struct DeviceCounters: Sendable, Hashable, Codable {
    /// Meter at the grid connection, phases counted by themselves.
    public internal(set) var gridImportWh = 0.0
    public internal(set) var gridExportWh = 0.0
    /// The hybrid inverter's totals; it nets the phases, and its load holds everything in the house.
    public internal(set) var inverterGridImportWh = 0.0
    public internal(set) var inverterGridExportWh = 0.0
    public internal(set) var inverterLoadWh = 0.0
    public internal(set) var inverterPVWh = 0.0
    public internal(set) var batteryChargeWh = 0.0
    public internal(set) var batteryDischargeWh = 0.0
    public internal(set) var heatPumpWh = 0.0
    /// Since the car came.
    public internal(set) var chargerSessionWh = 0.0
    public internal(set) var garageWh = 0.0

    public init() {}
}
