import Glibc

/// An LFP battery of 51.2 V behind its BMS.
struct Battery: Sendable {
    /// Ohms of cells, fuses and cables.
    static let resistance = 0.008

    let capacityWh: Double
    /// Chemical energy, Wh.
    private(set) var storedWh: Double
    /// At the terminals, W, + discharging.
    private(set) var powerW = 0.0
    /// A, + discharging.
    private(set) var currentA = 0.0
    private(set) var voltageV: Double
    private(set) var temperatureC = 20.0
    /// Heat lost in the resistance in the last step, W.
    private(set) var lossW = 0.0

    init(capacityWh: Double, socPct: Double) {
        self.capacityWh = capacityWh
        storedWh = capacityWh * socPct / 100
        voltageV = 51.2
        voltageV = openVoltageV
    }

    var socPct: Double { 100 * storedWh / capacityWh }

    /// Without load, V: flat in the middle and steep at both ends, as LFP cells are.
    var openVoltageV: Double {
        let soc = storedWh / capacityWh
        return 51.4 + 1.6 * (soc - 0.5) + 1.2 * exp(-40 * (1 - soc)) - 3.5 * exp(-25 * soc)
    }

    /// What the BMS allows at this moment, A: 150 A, less when nearly full and when cold.
    var chargeLimitA: Double {
        let full = min(1, max(0, (100 - socPct) / 10))
        let cold = temperatureC < 0 ? 0 : temperatureC < 5 ? 0.2 : 1
        return (150 * full * cold).rounded(.down)
    }

    /// A: 200 A, less when nearly empty; none at 1 %.
    var dischargeLimitA: Double { (200 * min(1, max(0, (socPct - 1) / 9))).rounded(.down) }

    /// W at the terminals at which nothing above the shutdown or below the full level is passed within `seconds`.
    func bounds(seconds: Double, floorPct: Double) -> ClosedRange<Double> {
        let hours = seconds / 3600
        // Far beyond what the BMS lets pass, and where the resistance does not yet eat the power.
        let most = 30_000.0
        let downW = min(most, max(0, storedWh - capacityWh * floorPct / 100) / hours)
        let upW = min(most, max(0, capacityWh - storedWh) / hours)
        return terminalW(chemicalW: -upW)...terminalW(chemicalW: downW)
    }

    /// Moves energy for `seconds` at `watts` at the terminals, + discharging.
    mutating func advance(seconds: Double, watts: Double, ambientC: Double) {
        let open = openVoltageV
        // P = (V - I R) I; the discriminant is positive far beyond what the BMS allows.
        currentA = (open - max(0, open * open - 4 * Self.resistance * watts).squareRoot()) / (2 * Self.resistance)
        powerW = watts
        voltageV = open - currentA * Self.resistance
        lossW = currentA * currentA * Self.resistance
        storedWh = min(capacityWh, max(0, storedWh - open * currentA * seconds / 3600))
        // 120 kg at 0.25 Wh/(kg K), losing 6 W/K to the cellar.
        temperatureC += (lossW - 6 * (temperatureC - ambientC)) * seconds / 3600 / 30
    }

    /// Power at the terminals for a chemical power, both + discharging.
    private func terminalW(chemicalW: Double) -> Double {
        let current = chemicalW / openVoltageV
        return chemicalW - current * current * Self.resistance
    }
}
