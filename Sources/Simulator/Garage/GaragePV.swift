internal import Site

/// A small AC-coupled PV system on the garage with a three-phase inverter of 3 kW and its own feeder meter.
struct GaragePV: Sendable {
    static let ratedW = 3000.0
    private static let efficiency = 0.965
    private static let nightW = 2.0

    let plane: PVPlane
    private(set) var dcW = 0.0
    /// What the modules could give on the AC side, W.
    private(set) var availableW = 0.0
    /// AC power, + generation; a few watts are drawn at night.
    private(set) var acW = 0.0
    private(set) var isThrottled = false
    private(set) var generatedWh = 0.0
    private(set) var drawnWh = 0.0

    /// SunSpec model 123: per cent of rated power, whether it holds, seconds until it reverts (0 never), since when.
    var limitPct = 100.0
    var limitEnabled = false
    var revertSeconds: UInt16 = 0
    var limitedSince: Instant
    var connected = true

    init(plane: PVPlane, at instant: Instant) {
        self.plane = plane
        limitedSince = instant
    }

    mutating func advance(to end: Instant, seconds: Double, weather: WeatherSample) {
        if limitEnabled, revertSeconds > 0, end - limitedSince > .seconds(Int(revertSeconds)) { limitEnabled = false }
        let modulesW = plane.dcPowerW(in: weather)
        availableW = min(Self.ratedW, modulesW * Self.efficiency)
        let limit = !connected ? 0 : limitEnabled ? Self.ratedW * min(100, limitPct) / 100 : Self.ratedW
        isThrottled = availableW > limit
        let generated = min(availableW, limit)
        dcW = generated / Self.efficiency
        acW = generated > 0 ? generated : -Self.nightW
        if acW > 0 { generatedWh += acW * seconds / 3600 } else { drawnWh -= acW * seconds / 3600 }
    }
}
