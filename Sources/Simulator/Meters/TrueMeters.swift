/// The simulator's own meters: what really happened, Wh since the start. Nothing in here passes through a device.
public struct TrueMeters: Sendable, Hashable, Codable {
    /// At the grid connection, the three phases netted at each moment.
    public internal(set) var gridImportWh = 0.0
    public internal(set) var gridExportWh = 0.0
    /// The same counted on each phase by itself, as the distributor's meter does; L1 to L3.
    public internal(set) var gridImportPerPhaseWh = [0.0, 0, 0]
    public internal(set) var gridExportPerPhaseWh = [0.0, 0, 0]
    /// DC of the strings as used, and what was thrown away by throttling.
    public internal(set) var pvWh = 0.0
    public internal(set) var pvCurtailedWh = 0.0
    /// AC of the garage PV (less what it draws at night), and what was thrown away.
    public internal(set) var garageWh = 0.0
    public internal(set) var garageCurtailedWh = 0.0
    /// At the battery's terminals.
    public internal(set) var batteryChargeDCWh = 0.0
    public internal(set) var batteryDischargeDCWh = 0.0
    /// Drawn from the AC side by the inverter, and the battery's share of what it delivered there.
    public internal(set) var batteryChargeACWh = 0.0
    public internal(set) var batteryDischargeACWh = 0.0
    /// Household without car and heat pump.
    public internal(set) var loadWh = 0.0
    public internal(set) var carWh = 0.0
    public internal(set) var heatPumpWh = 0.0
    /// Heat into rooms and tank.
    public internal(set) var roomHeatWh = 0.0
    public internal(set) var hotWaterHeatWh = 0.0
    /// Lost in conversion and standby, and in the battery's resistance.
    public internal(set) var inverterLossWh = 0.0
    public internal(set) var batteryLossWh = 0.0
    /// What trips needed and the car's battery did not hold.
    public internal(set) var carMissingWh = 0.0

    public init() {}
}
