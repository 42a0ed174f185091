internal import Site

/// What each register of the hybrid inverter shows. Low-voltage family: 1 W, 0.01 V; pairs have the low word first.
struct InverterImage {
    let house: HouseState
    let now: Instant

    subscript(_ register: Int) -> UInt16 {
        switch register {
        case 0..<60: identity(register)
        case 62...64: house.inverter.clock.words(at: now)[register - 62]
        case 210..<225: management(register)
        case 60..<500: house.inverter.settings[register]
        case 500..<586: state(register)
        case 586..<598: battery(register)
        case 598..<672: alternating(register)
        case 672..<684: strings(register)
        case 687..<709: highWord(register)
        default: 0
        }
    }

    private func identity(_ register: Int) -> UInt16 {
        switch register {
        // Three-phase hybrid with a low-voltage battery.
        case 0: 0x0005
        case 1: 1
        // Protocol V105.
        case 2: 0x0105
        case 3...7: RegisterWords.text("2407153021", registers: 5)[register - 3]
        case 11: 0x1021
        case 13: 0x2011
        case 14: 0x1043
        case 15...18: 0x0001
        // 0.1 W.
        case 20: RegisterWords.u32(Inverter.ratedW * 10).low
        case 21: RegisterWords.u32(Inverter.ratedW * 10).high
        // Trackers and phases; 220/380 V.
        case 22: UInt16(house.inverter.planes.count) << 8 | 3
        case 23: 1
        default: 0
        }
    }

    /// BMS.
    private func management(_ register: Int) -> UInt16 {
        let battery = house.inverter.battery
        return switch register {
        case 210: 5760
        case 211: 4400
        case 212: RegisterWords.u16(battery.chargeLimitA)
        case 213: RegisterWords.u16(battery.dischargeLimitA)
        case 214: RegisterWords.u16(battery.socPct)
        case 215: RegisterWords.u16(battery.voltageV * 100)
        case 216: RegisterWords.s16(battery.currentA)
        case 217: Self.temperature(battery.temperatureC)
        case 218, 219: 200
        case 224: 99
        default: 0
        }
    }

    private func state(_ register: Int) -> UInt16 {
        let today = house.inverter.counters.today
        let total = house.inverter.counters.total
        return switch register {
        // Normal; standby when switched off.
        case 500: house.inverter.settings.isOn ? 2 : 0
        case 501: Self.energy(today.active)
        case 504, 505: Self.energy(total.active, register - 504)
        case 514: Self.energy(today.charge)
        case 515: Self.energy(today.discharge)
        case 516, 517: Self.energy(total.charge, register - 516)
        case 518, 519: Self.energy(total.discharge, register - 518)
        case 520: Self.energy(today.gridImport)
        case 521: Self.energy(today.gridExport)
        case 522, 523: Self.energy(total.gridImport, register - 522)
        case 524, 525: Self.energy(total.gridExport, register - 524)
        case 526: Self.energy(today.load)
        case 527, 528: Self.energy(total.load, register - 527)
        case 529: Self.energy(today.solar)
        case 530...533: Self.energy(today.strings[register - 530])
        case 534, 535: Self.energy(total.solar, register - 534)
        case 540: Self.temperature(house.inverter.heatsinkC + 4)
        case 541: Self.temperature(house.inverter.heatsinkC)
        case 551: house.inverter.settings.isOn ? 1 : 0
        // Relays: inverter and grid closed.
        case 552: house.inverter.settings.isOn ? 0b101 : 0b100
        default: 0
        }
    }

    private func battery(_ register: Int) -> UInt16 {
        let battery = house.inverter.battery
        return switch register {
        case 586: Self.temperature(battery.temperatureC)
        case 587: RegisterWords.u16(battery.voltageV * 100)
        case 588: RegisterWords.u16(battery.socPct)
        // + discharging.
        case 590: RegisterWords.s16(battery.powerW)
        case 591: RegisterWords.s16(battery.currentA * 100)
        case 592: RegisterWords.u16(battery.capacityWh / 51.2)
        default: 0
        }
    }

    private func strings(_ register: Int) -> UInt16 {
        let string = register < 676 ? register - 672 : (register - 676) / 2
        guard string < house.inverter.solarW.count else { return 0 }
        let watts = house.inverter.solarW[string]
        // A string stands at its voltage as soon as there is light.
        let volts = house.inverter.availableW[string] > 5 ? 430.0 : 0
        if register < 676 { return RegisterWords.u16(watts) }
        if register % 2 == 0 { return RegisterWords.u16(volts * 10) }
        return volts > 0 ? RegisterWords.u16(watts / volts * 10) : 0
    }

    /// Offset 1000, 0.1 °C.
    static func temperature(_ celsius: Double) -> UInt16 { RegisterWords.u16(celsius * 10 + 1000) }

    /// Wh in steps of 0.1 kWh, of a counter that has not been passed yet; `word` 0 is the low one.
    static func energy(_ wattHours: Double, _ word: Int = 0) -> UInt16 {
        let pair = RegisterWords.u32((wattHours / 100).rounded(.down))
        return word == 0 ? pair.low : pair.high
    }
}
