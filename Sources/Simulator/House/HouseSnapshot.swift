public import Site

/// The house at one moment, or as means over a stretch of its history. Import, charging and consumption are positive.
public struct HouseSnapshot: Sendable, Hashable, Codable {
    /// End of the last step that was lived.
    @ISOText public var at: Instant

    public var outdoorC = 0.0
    /// Share of the sky, 0 to 1.
    public var cloud = 0.0
    /// Global horizontal irradiance, W/m².
    public var irradianceWM2 = 0.0

    /// At the grid connection, + import; L1 to L3.
    public var gridPhaseW = [0.0, 0, 0]
    public var gridW = 0.0
    public var voltageV = [230.0, 230, 230]
    public var frequencyHz = 50.0

    /// DC of each string.
    public var pvStringW: [Double] = []
    public var pvW = 0.0
    /// AC of the garage PV, + generation.
    public var garageW = 0.0
    /// AC of the hybrid inverter, + towards the house.
    public var inverterW = 0.0
    /// At the terminals, + charging.
    public var batteryW = 0.0
    public var batterySocPct = 0.0
    public var batteryV = 0.0
    public var batteryC = 0.0

    /// Household without car and heat pump, and all three together.
    public var loadW = 0.0
    public var houseW = 0.0
    public var carW = 0.0
    /// 1 at home, 0 away; in between where it is a mean.
    public var carHome = 0.0
    public var carSocPct = 0.0
    public var heatPumpW = 0.0
    public var heatPumpHeatW = 0.0
    public var heatPumpDuty = ""
    public var roomC = 0.0
    public var tankC = 0.0
    public var flowC = 0.0
    public var returnC = 0.0

    /// Since the start of the simulation, at `at`.
    public var meters = TrueMeters()
    public var devices = DeviceCounters()

    init(at: Instant) { self.at = at }
}
