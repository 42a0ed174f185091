import Glibc
internal import Site

/// A mixed tank of 300 l with the household's draws.
struct HotWaterTank: Sendable {
    /// 300 l at 1.163 Wh per litre and kelvin.
    static let capacityWhPerK = 300 * 1.163
    static let lossWPerK = 2.3
    private static let coldC = 11.0

    let noise: Noise
    let calendar: SiteCalendar
    private(set) var waterC = 47.0
    /// Heat drawn so far, Wh.
    private(set) var drawnWh = 0.0

    init(noise: Noise, calendar: SiteCalendar) {
        self.noise = noise
        self.calendar = calendar
    }

    mutating func advance(to end: Instant, seconds: Double, heatW: Double) {
        let drawnW = min(drawW(at: end), max(0, (waterC - Self.coldC) * Self.capacityWhPerK * 3600 / seconds))
        drawnWh += drawnW * seconds / 3600
        waterC += (heatW - drawnW - Self.lossWPerK * (waterC - 19)) * seconds / 3600 / Self.capacityWhPerK
    }

    /// Showers and sinks, mostly in the morning and the evening: about 6 kWh a day in draws of 5 minutes.
    private func drawW(at instant: Instant) -> Double {
        let hour = calendar.secondOfDay(at: instant) / 3600
        let weight = 1.0 * bump(hour, 6.8, 0.7) + 0.45 * bump(hour, 12.8, 1.3) + 1.1 * bump(hour, 20, 1.2) + 0.03
        let slot = Int((instant.seconds / 300).rounded(.down))
        guard noise.uniform(.draw, slot) < 0.13 * weight else { return 0 }
        return 5500 + 12_000 * noise.uniform(.draw, slot, 1)
    }
}

private func bump(_ hour: Double, _ centre: Double, _ width: Double) -> Double { exp(-pow((hour - centre) / width, 2)) }
