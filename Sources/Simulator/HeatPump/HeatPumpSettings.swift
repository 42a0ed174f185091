internal import Site

/// The writable registers of one EHS indoor unit behind the gateway, PDU addresses.
struct HeatPumpSettings: Sendable {
    enum Setting: UInt16 {
        case heating = 52
        case mode = 53
        case roomTarget = 58
        case remoteLock = 64
        case flowTarget = 68
        case hotWater = 72
        case hotWaterMode = 73
        case hotWaterTarget = 74
        case quiet = 78
        case away = 79

        /// Values the unit takes; others are ignored. Temperatures in 0.1 °C.
        func takes(_ value: UInt16) -> Bool {
            switch self {
            case .heating, .hotWater, .quiet, .away: value <= 1
            case .mode: [0, 1, 4].contains(value)
            case .roomTarget: (160...280).contains(value)
            case .remoteLock: value == 0 || value == 0x6363
            case .flowTarget: (150...650).contains(value)
            case .hotWaterMode: value <= 3
            case .hotWaterTarget: (300...700).contains(value)
            }
        }
    }

    /// As the owner left them: 21 °C by the weather curve, hot water 50 °C in standard mode.
    private var values = [UInt16](repeating: 0, count: 28)

    init() {
        self[.heating] = 1
        self[.roomTarget] = 210
        self[.flowTarget] = 350
        self[.hotWater] = 1
        self[.hotWaterMode] = 1
        self[.hotWaterTarget] = 500
    }

    /// Room thermostat and tank thermostat, both with hysteresis.
    private var callsForHeat = false
    private var callsForHotWater = false

    subscript(_ setting: Setting) -> UInt16 {
        get { values[Int(setting.rawValue - 52)] }
        set { values[Int(setting.rawValue - 52)] = newValue }
    }

    /// Flow temperature in force, °C: the weather curve in mode 0 (auto), register 68 otherwise.
    func flowC(outsideC: Double) -> Double {
        self[.mode] == 0 ? min(50, max(25, 34.5 - 0.68 * outsideC)) : Double(self[.flowTarget]) / 10
    }

    mutating func demand(roomC: Double, tankC: Double, outsideC: Double) -> HeatPump.Demand {
        let away = self[.away] == 1
        let target = Double(self[.roomTarget]) / 10 - (away ? 3 : 0)
        if roomC < target - 0.3 { callsForHeat = true }
        if roomC > target + 0.4 { callsForHeat = false }

        let waterTarget = Double(self[.hotWaterTarget]) / 10
        let force = self[.hotWaterMode] == 3
        // Eco waits longest, power the least; force heats now.
        let hysteresis = [8.0, 6, 3, 0.5][Int(min(3, self[.hotWaterMode]))]
        if tankC < waterTarget - hysteresis { callsForHotWater = true }
        if tankC >= waterTarget { callsForHotWater = false }

        return HeatPump.Demand(
            rooms: self[.heating] == 1 && self[.mode] != 1 && callsForHeat,
            hotWater: self[.hotWater] == 1 && !away && callsForHotWater,
            flowC: flowC(outsideC: outsideC),
            limitW: self[.quiet] == 1 ? 0.6 * HeatPump.maximumW : HeatPump.maximumW,
            force: force)
    }
}
