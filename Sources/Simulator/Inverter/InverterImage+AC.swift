/// The AC side: 598 to 667 and the high words at 687 to 708.
extension InverterImage {
    /// At the inverter's own grid terminals: its load port less what it delivers, + import.
    private var inner: Phases { house.inverter.loadPortW - house.inverter.acW }

    /// At the grid connection, by the external meter.
    private var external: Phases { house.gridMeter.powerW }

    /// Registers 622 to 625 show the measurement that work mode regulates on: built-in in mode 1, external otherwise.
    private var gridSide: Phases { house.inverter.settings.workMode == .zeroExportToLoad ? inner : external }

    /// Everything the inverter takes for load: what it delivers and what the external meter sees.
    private var load: Phases { house.inverter.acW + external }

    func alternating(_ register: Int) -> UInt16 {
        let voltage = house.gridMeter.voltageV
        let output = house.inverter.acW
        return switch register {
        case 598...600: RegisterWords.u16(voltage[register - 598] * 10)
        case 601...603: RegisterWords.u16((voltage[register - 601] + voltage[(register - 600) % 3]) / 2 * 17.3205)
        case 604...606: Self.low(inner[register - 604])
        case 607: Self.low(inner.sum())
        case 608: RegisterWords.s16(abs(inner.sum()))
        case 609, 638, 655: RegisterWords.u16(house.gridMeter.frequencyHz * 100)
        case 610...612: Self.current(inner, voltage, register - 610)
        case 613...615: Self.current(external, voltage, register - 613)
        case 616...618: Self.low(external[register - 616])
        case 619: Self.low(external.sum())
        case 620: RegisterWords.s16(abs(external.sum()))
        // Nothing in the house draws reactive power.
        case 621: 1000
        case 622...624: Self.low(gridSide[register - 622])
        case 625: Self.low(gridSide.sum())
        case 627...629: RegisterWords.u16(voltage[register - 627] * 10)
        case 630...632: Self.current(output, voltage, register - 630)
        case 633...635: Self.low(output[register - 633])
        case 636: Self.low(output.sum())
        case 637: RegisterWords.s16(abs(output.sum()))
        case 640...642: Self.low(house.inverter.loadPortW[register - 640])
        case 643: Self.low(house.inverter.loadPortW.sum())
        case 644...646: RegisterWords.u16(voltage[register - 644] * 10)
        case 650...652: Self.low(load[register - 650])
        case 653: Self.low(load.sum())
        case 656...658: Self.high(load[register - 656])
        case 659: Self.high(load.sum())
        default: 0
        }
    }

    func highWord(_ register: Int) -> UInt16 {
        let output = house.inverter.acW
        return switch register {
        case 687...689: Self.high(gridSide[register - 687])
        case 690: Self.high(gridSide.sum())
        case 691...693: Self.high(output[register - 691])
        case 694: Self.high(output.sum())
        case 696...698: Self.high(house.inverter.loadPortW[register - 696])
        case 699: Self.high(house.inverter.loadPortW.sum())
        case 700...702: Self.high(inner[register - 700])
        case 703: Self.high(inner.sum())
        case 704: 0
        case 705...707: Self.high(external[register - 705])
        case 708: Self.high(external.sum())
        default: 0
        }
    }

    private static func low(_ watts: Double) -> UInt16 { RegisterWords.s32(watts).low }
    private static func high(_ watts: Double) -> UInt16 { RegisterWords.s32(watts).high }

    /// 0.01 A, with the sign of the power.
    private static func current(_ power: Phases, _ voltage: Phases, _ phase: Int) -> UInt16 {
        RegisterWords.s16(power[phase] / voltage[phase] * 100)
    }
}
