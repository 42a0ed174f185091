internal import Modbus

extension InverterSettings {
    /// Registers that a person at an inverter never writes: factory reset, EEPROM initialisation, grid code and protection.
    static func isForbidden(_ address: Int) -> Bool { address == 81 || address == 91 || address == 92 || (182...189).contains(address) }

    /// Takes a write to registers from `address` on (not the clock), or refuses all of it.
    mutating func take(_ words: [UInt16], at address: Int) throws(ModbusException) {
        var next = self
        for (index, word) in words.enumerated() {
            let register = address + index
            guard Self.allowed(register).contains(Int(Int16(bitPattern: word))) || Self.allowed(register).contains(Int(word)) else {
                throw .illegalValue
            }
            next[register] = register == Address.special ? Self.special(word, over: self[register]) : word
        }
        guard next.isConsistent else { throw .illegalValue }
        self = next
    }

    /// What the device accepts: the widest range its documents give, with the rated power of 20 kW.
    private static func allowed(_ register: Int) -> ClosedRange<Int> {
        switch register {
        case Address.activeRegulation: 0...1200
        case Address.onOff, 98, Address.generatorCharge, Address.gridCharge, Address.solarSell: 0...1
        case Address.batteryCapacity: 0...2000
        case Address.zeroExport: -500...12_000
        case Address.chargeCurrent, Address.dischargeCurrent, Address.gridChargeCurrent: 0...350
        // A lithium battery with a BMS is run by SoC only.
        case Address.batteryOperation: 1...1
        case Address.shutdownSoC, Address.restartSoC, Address.lowSoC, Address.gridChargeSoC: 0...100
        case Address.generatorUse, Address.workMode: 0...2
        case Address.energyPattern, Address.timeOfUse: 0...0xFF
        case Address.maximumSell: 0...20_000
        case Address.slotStart..<Address.slotPower: 0...2359
        case Address.slotPower..<Address.slotVoltage: 0...20_000
        case Address.slotSoC..<Address.slotFlags: 0...100
        case Address.slotFlags..<Address.special: 0...0x3F
        case Address.generatorPeakShaving, Address.gridPeakShaving: 0...20_000
        case Address.maximumSolar: 0...32_000
        default: -32_768...65_535
        }
    }

    /// Two-bit fields: 10 and 11 set a field, 00 and 01 leave it as it is.
    private static func special(_ word: UInt16, over held: UInt16) -> UInt16 {
        (0..<8).reduce(held) { result, field in
            let shift = UInt16(2 * field)
            let value = word >> shift & 3
            return value >= 2 ? result & ~(3 << shift) | value << shift : result
        }
    }

    private var isConsistent: Bool {
        let starts = (0..<6).map { self[Address.slotStart + $0] }
        return starts.allSatisfy { $0 % 100 < 60 } && starts == starts.sorted()
            && self[Address.shutdownSoC] <= self[Address.lowSoC] && self[Address.lowSoC] <= self[Address.restartSoC]
    }
}
