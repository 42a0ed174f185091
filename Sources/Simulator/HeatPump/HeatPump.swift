import Glibc
internal import Site

/// An air-to-water heat pump of 5 kW electric for rooms and hot water.
struct HeatPump: Sendable {
    static let maximumW = 5000.0
    /// A compressor does not run slower than a quarter of its power.
    static let minimumW = 1250.0
    private static let standbyW = 18.0
    private static let pumpW = 55.0
    /// Share of Carnot's efficiency: one datasheet point, A7/W35 with COP 4.5 (EMHASS, `thermal_battery.md`).
    private static let carnotShare = 0.41

    enum Duty: String, Sendable, Codable { case off, rooms, hotWater = "hot_water" }

    private(set) var duty = Duty.off
    /// Since when `duty` holds.
    private var since: Instant
    private(set) var electricW = 0.0
    private(set) var heatW = 0.0
    private(set) var flowC = 24.0
    private(set) var returnC = 24.0
    private(set) var isDefrosting = false
    private(set) var cop = 0.0

    init(at instant: Instant) { since = instant }

    /// L/min of the circulation pump: 22 while it runs.
    var flowLitresPerMinute: Double { duty == .off ? 0 : 22 }
    /// Hz, in proportion to power: 20 to 90.
    var compressorHz: Double { electricW < Self.minimumW / 2 ? 0 : 20 + 70 * (electricW - Self.minimumW) / (Self.maximumW - Self.minimumW) }

    /// What its controller wants, from the settings of `HeatPumpSettings`.
    struct Demand: Sendable {
        var rooms: Bool
        var hotWater: Bool
        /// Flow temperature for the rooms, °C.
        var flowC: Double
        /// Ceiling for the compressor, W.
        var limitW: Double
        /// Full power into the tank.
        var force: Bool
    }

    mutating func advance(to end: Instant, seconds: Double, demand: Demand, roomC: Double, tankC: Double, weather: WeatherSample) {
        let wanted: Duty = demand.hotWater ? .hotWater : demand.rooms ? .rooms : .off
        // It runs at least 10 minutes and pauses at least 5; hot water and rooms change over at once.
        let held = end - since
        let mayChange = duty == .off ? held >= .seconds(300) : wanted != .off || held >= .seconds(600)
        if wanted != duty, mayChange {
            duty = wanted
            since = end
        }
        switch duty {
        case .off: rest()
        case .rooms: warmRooms(demand, roomC, weather)
        case .hotWater: warmTank(demand, tankC, weather)
        }
        // In humid cold the outdoor coil ices up and is thawed for five minutes every hour.
        let icing = (-4.0...5).contains(weather.temperatureC) && weather.cloud > 0.5
        isDefrosting = duty != .off && icing && Int(end.seconds / 300) % 12 == 0
        if isDefrosting { heatW *= 0.2 }
    }

    private mutating func rest() {
        electricW = Self.standbyW
        heatW = 0
        cop = 0
        flowC += (22 - flowC) * 0.01
        returnC += (22 - returnC) * 0.01
    }

    private mutating func warmRooms(_ demand: Demand, _ roomC: Double, _ weather: WeatherSample) {
        let spread = 5.0
        let wantedHeat = max(0, Building.emissionWPerK * (demand.flowC - spread / 2 - roomC))
        cop = Self.cop(flowC: demand.flowC, outsideC: weather.temperatureC)
        let compressorW = min(max(wantedHeat / cop, Self.minimumW), demand.limitW)
        electricW = compressorW + Self.pumpW
        heatW = compressorW * cop
        flowC = roomC + spread / 2 + heatW / Building.emissionWPerK
        returnC = flowC - heatW / (flowLitresPerMinute * 69.7)
    }

    private mutating func warmTank(_ demand: Demand, _ tankC: Double, _ weather: WeatherSample) {
        flowC = min(62, tankC + 7)
        cop = Self.cop(flowC: flowC, outsideC: weather.temperatureC)
        let compressorW = min(demand.force ? Self.maximumW : 0.65 * Self.maximumW, demand.limitW)
        electricW = compressorW + Self.pumpW
        heatW = compressorW * cop
        returnC = flowC - heatW / (flowLitresPerMinute * 69.7)
    }

    /// Carnot's, by a constant share, held within 1 and 8; the lift is never taken below 15 K.
    static func cop(flowC: Double, outsideC: Double) -> Double {
        let hot = flowC + 273.15
        return min(8, max(1, carnotShare * hot / max(15, flowC - outsideC)))
    }
}
