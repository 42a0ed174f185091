/// Models 1, 103, 123 and 203 in a chain, high words first; offsets in the comments count from a model's id register.
struct SunSpecImage {
    static let base = 40_000
    /// Id register of model 123, behind the marker (2), model 1 (2 + 66) and model 103 (2 + 50).
    static let controls = base + 2 + 68 + 52

    /// Not implemented: int16, uint16, scale factor, and accumulators.
    private static let noInt: UInt16 = 0x8000
    private static let noUInt: UInt16 = 0xFFFF

    let house: HouseState

    var words: [UInt16] {
        [0x5375, 0x6E53] + model(1, common) + model(103, inverter) + model(123, immediateControls) + model(203, meter) + [0xFFFF, 0]
    }

    private func model(_ id: UInt16, _ body: [UInt16]) -> [UInt16] { [id, UInt16(body.count)] + body }

    private var common: [UInt16] {
        RegisterWords.text("EMS", registers: 16) + RegisterWords.text("Garage 3kW", registers: 16) + RegisterWords.text("", registers: 8)
            + RegisterWords.text("1.0", registers: 8) + RegisterWords.text("GAR-000042", registers: 16) + [1, Self.noInt]
    }

    private var inverter: [UInt16] {
        let garage = house.garage
        let voltage = house.gridMeter.voltageV
        let acW = max(0, garage.acW)
        let amps = Phases.balanced(acW) / voltage
        let energy = RegisterWords.u32(garage.generatedWh.rounded(.down))
        var words: [UInt16] = []
        // 2: A in all and per phase, 0.01 A.
        words += [RegisterWords.u16(amps.sum() * 100)] + amps.array.map { RegisterWords.u16($0 * 100) } + [factor(-2)]
        // 7: line voltages not measured; phases in 0.1 V.
        words += [Self.noUInt, Self.noUInt, Self.noUInt] + voltage.array.map { RegisterWords.u16($0 * 10) } + [factor(-1)]
        // 14: W in 0.1 W; Hz in 0.01 Hz; VA as W; no VAr, no PF.
        words += [RegisterWords.s16(acW * 10), factor(-1), RegisterWords.u16(house.gridMeter.frequencyHz * 100), factor(-2)]
        words += [RegisterWords.s16(acW * 10), factor(-1), Self.noInt, Self.noInt, Self.noInt, Self.noInt]
        // 24: Wh; DC in 0.01 A, 0.1 V, 0.1 W.
        words += [energy.high, energy.low, 0]
        words += [RegisterWords.u16(garage.dcW / 320 * 100), factor(-2), garage.dcW > 0 ? 3200 : 0, factor(-1)]
        words += [RegisterWords.s16(garage.dcW * 10), factor(-1)]
        // 33: cabinet, 0.1 °C; the other sensors are missing.
        words += [
            RegisterWords.s16((house.weather.temperatureC + 12 + garage.acW / 200) * 10), Self.noInt, Self.noInt, Self.noInt, factor(-1),
        ]
        // 38: 2 sleeping, 4 MPPT, 5 throttled.
        words += [garage.availableW <= 0 ? 2 : garage.isThrottled ? 5 : 4, Self.noUInt]
        return words + [UInt16](repeating: 0, count: 12)
    }

    private var immediateControls: [UInt16] {
        let garage = house.garage
        var words = [UInt16](repeating: Self.noUInt, count: 24)
        func set(_ offset: Int, _ value: UInt16) { words[offset - 2] = value }
        set(4, garage.connected ? 1 : 0)
        set(5, RegisterWords.u16(garage.limitPct * 100))
        set(7, garage.revertSeconds)
        set(9, garage.limitEnabled ? 1 : 0)
        // No power factor or VAr control: int16 values and their scale factors are not implemented.
        for offset in [10, 15, 16, 17, 24, 25] { set(offset, Self.noInt) }
        set(23, factor(-2))
        return words
    }

    /// Of the garage feeder: + import, so generation is negative and counts as export.
    private var meter: [UInt16] {
        let meter = house.garageMeter
        var words: [UInt16] = []
        // 2: A, 0.01 A, with the sign of the power.
        let amps = meter.powerW / meter.voltageV
        words += [RegisterWords.s16(amps.sum() * 100)] + amps.array.map { RegisterWords.s16($0 * 100) } + [factor(-2)]
        // 7: V, 0.1 V; line voltages are missing.
        words += [RegisterWords.s16(meter.voltageV.sum() / 3 * 10)] + meter.voltageV.array.map { RegisterWords.s16($0 * 10) }
        words += [UInt16](repeating: Self.noInt, count: 4) + [factor(-1)]
        // 16: Hz; W in all and per phase.
        words += [RegisterWords.s16(meter.frequencyHz * 100), factor(-2), RegisterWords.s16(meter.powerW.sum())]
        words += meter.powerW.array.map { RegisterWords.s16($0) } + [0]
        // 23: VA, VAr and PF are missing, with their scale factors.
        words += [UInt16](repeating: Self.noInt, count: 15)
        // 38: exported Wh in all and per phase, then imported.
        for energy in [meter.exportWh, meter.importWh] {
            for value in [energy.sum()] + energy.array {
                let pair = RegisterWords.u32(value.rounded(.down))
                words += [pair.high, pair.low]
            }
        }
        words.append(0)
        // 55: VAh and VArh counters (0 is "not implemented" for them) and events.
        return words + [UInt16](repeating: 0, count: 105 - words.count)
    }

    private func factor(_ exponent: Int16) -> UInt16 { UInt16(bitPattern: exponent) }
}
