import Glibc
internal import Site

/// The hybrid inverter with its battery, strings, clock and counters.
struct Inverter: Sendable {
    static let ratedW = 20_000.0

    let planes: [PVPlane]
    var settings: InverterSettings
    private(set) var battery: Battery
    var clock: DeviceClock
    /// Available and used DC power per string, W.
    private(set) var availableW: [Double]
    private(set) var solarW: [Double]
    /// AC power per phase, + towards the house.
    private(set) var acW = Phases.zero
    /// Load on its own load port, W per phase.
    private(set) var loadPortW = Phases.zero
    private(set) var heatsinkC = 25.0
    private(set) var counters = InverterCounters()
    /// Lost in conversion and standby in the last step, W.
    private(set) var lossW = 0.0
    private var isGridCharging = false
    /// Time of use in force in the last step.
    private(set) var slot: InverterSettings.Slot?

    init(planes: [PVPlane], batteryWh: Double, clock: DeviceClock) {
        self.planes = planes
        settings = InverterSettings(batteryWh: batteryWh)
        battery = Battery(capacityWh: batteryWh, socPct: 50)
        self.clock = clock
        availableW = planes.map { _ in 0 }
        solarW = availableW
    }

    struct Surroundings: Sendable {
        var weather: WeatherSample
        /// W per phase on the load port, and of everything else behind the main meter.
        var loadPort: Phases
        var gridSide: Phases
    }

    /// Moves on to `end`, `seconds` after the last time.
    mutating func advance(to end: Instant, seconds: Double, _ around: Surroundings) {
        loadPortW = around.loadPort
        availableW = planes.map { $0.dcPowerW(in: around.weather) }
        let allSolar = availableW.reduce(0, +)
        let reachable = settings.isOn ? min(allSolar, settings.maximumSolarW) : 0
        slot = settings.slot(weekday: clock.weekday(at: end), minute: clock.minuteOfDay(at: end))
        let order = InverterControl(
            settings: settings, slot: slot, ratedW: Self.ratedW, socPct: battery.socPct, batteryV: battery.voltageV,
            chargeLimitA: battery.chargeLimitA, dischargeLimitA: battery.dischargeLimitA, solarW: reachable,
            wasGridCharging: isGridCharging, loadPortW: around.loadPort.sum(), gridSideW: around.gridSide.sum()
        ).order()
        isGridCharging = order.gridCharging

        let batteryW = ramped(to: order.batteryW, seconds: seconds)
        let standbyW = settings.isOn ? InverterControl.standbyW : 0
        let wantedW = InverterControl.busW(ac: order.ceilingW) + standbyW - batteryW
        let usedW = min(reachable, max(0, wantedW))
        let busW = usedW + batteryW - standbyW
        let ac = InverterControl.acW(bus: busW)

        battery.advance(seconds: seconds, watts: batteryW, ambientC: 16)
        solarW = availableW.map { allSolar > 0 ? $0 * usedW / allSolar : 0 }
        lossW = usedW + batteryW - ac
        acW = .balanced(ac)
        let target = around.weather.temperatureC * 0.3 + 22 + abs(ac) / 500
        heatsinkC += (target - heatsinkC) * (1 - exp(-seconds / 900))
        let meter = (around.loadPort + around.gridSide - acW).sum()
        counters.count(
            InverterCounters.Flows(batteryW: batteryW, gridW: meter, loadW: meter + ac, solarW: solarW, acW: ac),
            seconds: seconds, day: clock.day(at: end))
    }

    /// Power follows the order within a few seconds; BMS and the ends of the battery hold at once.
    private func ramped(to target: Double, seconds: Double) -> Double {
        guard settings.isOn else { return 0 }
        let moved = battery.powerW + (target - battery.powerW) * (1 - exp(-seconds / 2))
        let energy = battery.bounds(seconds: seconds, floorPct: min(settings.shutdownSoC, battery.socPct))
        let charge = -battery.chargeLimitA * battery.voltageV
        let discharge = battery.dischargeLimitA * battery.voltageV
        return min(max(moved, max(charge, energy.lowerBound)), min(discharge, energy.upperBound))
    }
}
