/// How the inverter decides, from its settings and what it measures. Pure.
///
/// Where the vendor's documents are silent it does what their words most plainly mean: selling first leaves other generators
/// alone, "battery first" lets the grid feed the house while the sun charges, and peak shaving reaches down to the low SoC.
///
/// AC power of the inverter is positive towards the house, battery power positive when discharging.
struct InverterControl: Sendable {
    /// Conversion between DC bus and AC side, either way.
    static let efficiency = 0.97
    /// Drawn from the DC bus whenever it runs, W.
    static let standbyW = 60.0

    var settings: InverterSettings
    var slot: InverterSettings.Slot?
    var ratedW: Double
    var socPct: Double
    var batteryV: Double
    var chargeLimitA: Double
    var dischargeLimitA: Double
    /// What the strings could give, W DC.
    var solarW: Double
    /// Whether the grid charged the battery until now: it ends at the target and starts again a per cent below.
    var wasGridCharging = false
    /// Load on the inverter's own load port, and everything else in the house (negative with AC-coupled PV), W.
    var loadPortW: Double
    var gridSideW: Double

    struct Order: Sendable, Equatable {
        /// DC at the battery, W, + discharging.
        var batteryW: Double
        /// PV is throttled so that the AC output does not pass this, W.
        var ceilingW: Double
        var gridCharging = false
    }

    /// DC bus power for an AC output, and the other way round.
    static func busW(ac: Double) -> Double { ac >= 0 ? ac / efficiency : ac * efficiency }
    static func acW(bus: Double) -> Double { bus >= 0 ? bus * efficiency : bus / efficiency }

    func order() -> Order {
        guard settings.isOn else { return Order(batteryW: 0, ceilingW: 0) }
        let served = settings.workMode == .zeroExportToLoad ? loadPortW : loadPortW + gridSideW
        // Selling first keeps no residual and leaves the surplus of other generators alone.
        let need = settings.workMode == .sellingFirst ? max(0, served) : served - settings.zeroExportW
        let sells = settings.workMode == .sellingFirst || settings.solarSell
        let limit = ratedW * min(1, settings.activeRegulation)
        let ceiling = min(limit, sells ? max(need, served + settings.maximumSellW) : need)

        var battery = gridCharging ? -gridChargeW(need) : balance(need)
        if isSelling {
            // PV goes first; the battery fills up to its slot power within what may be sold.
            battery = max(battery, min(dischargeW, max(0, Self.busW(ac: ceiling) + Self.standbyW - solarW)))
        }
        battery = shaved(battery, served: served)
        return Order(batteryW: battery, ceilingW: ceiling, gridCharging: gridCharging)
    }

    private var chargeW: Double { min(Double(settings[InverterSettings.Address.chargeCurrent]), chargeLimitA) * batteryV }

    private var currentDischargeW: Double {
        min(Double(settings[InverterSettings.Address.dischargeCurrent]), dischargeLimitA) * batteryV
    }

    /// Discharge stops at the slot's SoC, without time of use at the low SoC; where the grid may charge up to 127, it also holds there.
    private var floorPct: Double {
        if let slot { return max(slot.socPct, settings.lowSoC) }
        return settings.gridChargeEnabled ? max(settings.lowSoC, settings.gridChargeSoC) : settings.lowSoC
    }

    private var dischargeW: Double {
        socPct > floorPct ? min(currentDischargeW, slot?.powerW ?? .infinity) : 0
    }

    private var gridCharging: Bool {
        guard settings.gridChargeEnabled else { return false }
        let target = slot?.socPct ?? settings.gridChargeSoC
        return (slot?.gridCharge ?? true) && socPct < (wasGridCharging ? target : target - 1)
    }

    /// Battery to grid on purpose: selling first, a slot that says so, and more charge than the slot keeps.
    private var isSelling: Bool {
        guard settings.workMode == .sellingFirst, let slot else { return false }
        return slot.sell && socPct > slot.socPct
    }

    /// PV that the house does not need, plus the grid's share.
    private func gridChargeW(_ need: Double) -> Double {
        let surplus = max(0, solarW - Self.busW(ac: need) - Self.standbyW)
        return min(chargeW, surplus + settings.gridChargeA * batteryV)
    }

    /// Covers the need from PV and battery; what PV has left over goes into the battery.
    private func balance(_ need: Double) -> Double {
        let missing = Self.busW(ac: need) + Self.standbyW - solarW
        if missing <= 0 { return -min(chargeW, -missing) }
        if !settings.loadFirst, solarW > Self.standbyW, chargeW > 0 {
            // Battery first: the sun charges, the grid feeds the house.
            return -min(chargeW, solarW - Self.standbyW)
        }
        return min(missing, dischargeW)
    }

    /// Keeps the import below the peak-shaving power, down to the low SoC whatever the slot says.
    private func shaved(_ battery: Double, served: Double) -> Double {
        guard let peak = settings.gridPeakShavingW else { return battery }
        let wanted = Self.busW(ac: served - peak) + Self.standbyW - solarW
        let available = socPct > settings.lowSoC ? currentDischargeW : 0
        return max(battery, min(wanted, available))
    }
}
