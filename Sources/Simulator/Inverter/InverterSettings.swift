/// Settings registers 60 to 499 of the hybrid inverter as the device keeps them, with names for those that act.
struct InverterSettings: Sendable {
    /// PDU addresses.
    enum Address {
        static let clock = 62
        static let activeRegulation = 77
        static let onOff = 80
        static let batteryCapacity = 102
        static let zeroExport = 104
        static let chargeCurrent = 108
        static let dischargeCurrent = 109
        static let batteryOperation = 111
        static let shutdownSoC = 115
        static let restartSoC = 116
        static let lowSoC = 117
        static let gridChargeSoC = 127
        static let gridChargeCurrent = 128
        static let generatorCharge = 129
        static let gridCharge = 130
        static let generatorUse = 133
        static let energyPattern = 141
        static let workMode = 142
        static let maximumSell = 143
        static let solarSell = 145
        static let timeOfUse = 146
        static let slotStart = 148
        static let slotPower = 154
        static let slotVoltage = 160
        static let slotSoC = 166
        static let slotFlags = 172
        static let special = 178
        static let generatorPeakShaving = 190
        static let gridPeakShaving = 191
        static let maximumSolar = 340
    }

    enum WorkMode: UInt16 { case sellingFirst = 0, zeroExportToLoad = 1, zeroExportToCT = 2 }

    struct Slot: Sendable, Equatable {
        /// 0 to 5.
        var index: Int
        /// Per cent at which discharge stops and up to which the grid charges.
        var socPct: Double
        /// Ceiling for discharge, W.
        var powerW: Double
        var gridCharge: Bool
        var sell: Bool
    }

    private var words = [UInt16](repeating: 0, count: 500)

    /// As the owner left it: self-consumption with solar sell, time of use set up but switched off.
    init(batteryWh: Double) {
        let values: [Int: [UInt16]] = [
            77: [1000], 80: [1], 98: [1, 5760, 5760, 5520, UInt16(batteryWh / 51.2)], Address.zeroExport: [20],
            Address.chargeCurrent: [150, 150], Address.batteryOperation: [1],
            Address.shutdownSoC: [10, 30, 15, 4600, 5200, 4700], 126: [4950, 20, 40, 0, 0], Address.generatorUse: [0],
            Address.energyPattern: [1, 2, 10_000], Address.solarSell: [1, 0xFE],
            Address.slotStart: [0, 500, 900, 1300, 1700, 2100], Address.slotPower: [UInt16](repeating: 10_000, count: 6),
            Address.slotVoltage: [UInt16](repeating: 4900, count: 6), Address.slotSoC: [UInt16](repeating: 20, count: 6),
            // Every two-bit field "off".
            Address.special: [0x0AAA], Address.generatorPeakShaving: [8000, 8000], Address.maximumSolar: [26_000],
        ]
        for (address, list) in values { for (index, value) in list.enumerated() { words[address + index] = value } }
    }

    subscript(_ address: Int) -> UInt16 {
        get { words[address] }
        set { words[address] = newValue }
    }

    var isOn: Bool { self[Address.onOff] == 1 }
    var workMode: WorkMode { WorkMode(rawValue: self[Address.workMode]) ?? .zeroExportToCT }
    var solarSell: Bool { self[Address.solarSell] == 1 }
    var maximumSellW: Double { Double(self[Address.maximumSell]) }
    var zeroExportW: Double { Double(Int16(bitPattern: self[Address.zeroExport])) }
    var loadFirst: Bool { self[Address.energyPattern] & 1 == 1 }
    var gridChargeEnabled: Bool { self[Address.gridCharge] == 1 }
    var gridChargeA: Double { Double(self[Address.gridChargeCurrent]) }
    var gridChargeSoC: Double { Double(self[Address.gridChargeSoC]) }
    var lowSoC: Double { Double(self[Address.lowSoC]) }
    var shutdownSoC: Double { Double(self[Address.shutdownSoC]) }
    var maximumSolarW: Double { Double(self[Address.maximumSolar]) }
    /// Share of rated power.
    var activeRegulation: Double { Double(self[Address.activeRegulation]) / 1000 }
    /// W; nil while bits 4 and 5 of register 178 do not say "on" (11).
    var gridPeakShavingW: Double? { self[Address.special] >> 4 & 3 == 3 ? Double(self[Address.gridPeakShaving]) : nil }

    /// The slot in force at a time of the device's own clock; nil where time of use is off today.
    /// - Parameters: weekday 0 for Monday; minute of the day.
    func slot(weekday: Int, minute: Int) -> Slot? {
        let timeOfUse = self[Address.timeOfUse]
        guard timeOfUse & 1 == 1, timeOfUse >> UInt16(weekday + 1) & 1 == 1 else { return nil }
        // A slot lasts until the next one starts; before the first start of the day the last slot still runs.
        let index = (0..<6).last { minutes(self[Address.slotStart + $0]) <= minute } ?? 5
        let flags = self[Address.slotFlags + index]
        return Slot(
            index: index, socPct: Double(self[Address.slotSoC + index]), powerW: Double(self[Address.slotPower + index]),
            gridCharge: flags & 0x01 != 0, sell: flags & 0x20 != 0)
    }

    private func minutes(_ clock: UInt16) -> Int { Int(clock) / 100 * 60 + Int(clock) % 100 }
}
