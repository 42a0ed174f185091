import Glibc
internal import Site

/// A car of 60 kWh with a three-phase on-board charger of 6 to 16 A.
struct ElectricCar: Sendable {
    static let capacityWh = 60_000.0
    /// From AC to the battery.
    static let efficiency = 0.92
    private static let powerFactor = 0.99

    let noise: Noise
    let calendar: SiteCalendar
    /// Wh.
    private(set) var storedWh = 0.55 * capacityWh
    private(set) var isHome = true
    /// A on each phase in use.
    private(set) var currentA = 0.0
    /// Energy that trips needed and the battery did not hold, Wh; charged elsewhere.
    private(set) var missingWh = 0.0
    private var day: LocalDate?
    private var trip: CarTrip?

    init(noise: Noise, calendar: SiteCalendar) {
        self.noise = noise
        self.calendar = calendar
    }

    var socPct: Double { 100 * storedWh / Self.capacityWh }
    var isFull: Bool { storedWh >= Self.capacityWh * 0.998 }

    /// Moves on by `seconds` with at most `limitA` per phase offered on `phases` phases; below 6 A nothing flows.
    /// - Returns: W per phase at the socket.
    mutating func advance(to end: Instant, seconds: Double, limitA: Double, phases: Int, voltage: Phases) -> Phases {
        let date = calendar.date(at: end)
        if date != day {
            trip = CarTrip.on(date, noise: noise, calendar: calendar)
            day = date
        }
        let home = trip.map { !($0.departure <= end && end < $0.arrival) } ?? true
        if isHome, !home, let trip {
            // Down to a twentieth; the rest of the trip is charged elsewhere.
            let used = min(trip.energyWh, storedWh - 0.05 * Self.capacityWh)
            missingWh += trip.energyWh - used
            storedWh -= used
        }
        isHome = home
        guard home else {
            currentA = 0
            return .zero
        }
        let target = wantedA(limitA)
        // The on-board charger ramps within a few seconds and stops at once.
        currentA = target < 6 ? 0 : max(6, currentA + (target - currentA) * (1 - exp(-seconds / 3)))
        var power = Phases.zero
        for phase in 0..<min(3, max(1, phases)) { power[phase] = currentA * voltage[phase] * Self.powerFactor }
        let room = (Self.capacityWh - storedWh) / Self.efficiency
        let energyWh = power.sum() * seconds / 3600
        if energyWh > room, energyWh > 0 {
            power *= room / energyWh
            currentA *= room / energyWh
        }
        storedWh = min(Self.capacityWh, storedWh + power.sum() * seconds / 3600 * Self.efficiency)
        return power
    }

    /// Current the car takes of what is offered: less above 90 %, none when full.
    private func wantedA(_ limitA: Double) -> Double {
        guard limitA >= 6, !isFull else { return 0 }
        let taper = 16 - 10 * max(0, min(1, (storedWh / Self.capacityWh - 0.9) / 0.09))
        return max(6, min(limitA, 16, taper))
    }
}
