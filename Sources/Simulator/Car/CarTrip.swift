internal import Site

/// One absence of the car.
struct CarTrip: Sendable, Equatable {
    var departure: Instant
    var arrival: Instant
    /// Taken out of the car's battery, Wh.
    var energyWh: Double

    /// The trip that starts on `date`, if any: to work on most weekdays, about 7:15 to 17:30, out on some weekend days.
    static func on(_ date: LocalDate, noise: Noise, calendar: SiteCalendar) -> CarTrip? {
        func chance(_ sub: Int) -> Double { noise.uniform(.car, date.number, sub) }
        let leaves = date.isWeekend ? 0.6 : 0.94
        guard chance(0) < leaves else { return nil }
        let spread = date.isWeekend ? 4500.0 : 1200
        let departure = (date.isWeekend ? 10.0 : 7.25) * 3600 + spread * clipped(noise.normal(.car, date.number, 10))
        let arrival = (date.isWeekend ? 15.5 : 17.5) * 3600 + 2 * spread * clipped(noise.normal(.car, date.number, 11))
        return CarTrip(
            departure: calendar.instant(date, second: Int(departure)),
            arrival: calendar.instant(date, second: Int(max(arrival, departure + 3600))),
            energyWh: 5000 + 15_000 * chance(1) * chance(2))
    }
}

private func clipped(_ value: Double) -> Double { min(2, max(-2, value)) }
