import Glibc
internal import Site

/// What the household draws apart from car and heat pump: standby, lighting and fridge as a curve, appliances as events.
/// About 4.5 MWh a year.
struct HouseholdLoad: Sendable {
    let noise: Noise
    let calendar: SiteCalendar

    private struct Run: Sendable {
        var appliance: Int
        var start: Instant
        var end: Instant
    }

    /// Runs started on the day before `day` and on `day`.
    private var day: LocalDate?
    private var runs: [Run] = []

    init(noise: Noise, calendar: SiteCalendar) {
        self.noise = noise
        self.calendar = calendar
    }

    /// W per phase.
    mutating func powerW(at instant: Instant) -> Phases {
        let date = calendar.date(at: instant)
        if date != day {
            runs = started(on: date - 1) + started(on: date)
            day = date
        }
        var power = base(at: instant, date)
        for run in runs where run.start <= instant && instant < run.end {
            let appliance = Appliance.household[run.appliance]
            let watts = appliance.watts(after: (instant - run.start) / .seconds(60))
            power += appliance.phase.map { .single($0, watts) } ?? .balanced(watts)
        }
        return power
    }

    private func base(at instant: Instant, _ date: LocalDate) -> Phases {
        let hour = calendar.secondOfDay(at: instant) / 3600
        let season = cos(2 * .pi * (Double(date.dayOfYear) - 15) / 365)
        // Lights: more and longer in winter.
        let evening = exp(-pow((hour - 20) / (2.2 + 0.6 * season), 2)) * (150 + 60 * season)
        let morning = exp(-pow((hour - 6.8) / 1.1, 2)) * (90 + 40 * season)
        let daytime = date.isWeekend ? exp(-pow((hour - 13) / 4, 2)) * 90 : 0
        let wander = exp(0.18 * noise.curve(.baseLoad, instant.seconds, period: 2400))
        let fridge = (instant.seconds / 2700).truncatingRemainder(dividingBy: 1) < 0.36 ? 95.0 : 0
        let total = (205 + evening + morning + daytime) * wander
        return total * Phases(0.46, 0.3, 0.24) + .single(2, fridge)
    }

    private func started(on date: LocalDate) -> [Run] {
        var result: [Run] = []
        for (number, appliance) in Appliance.household.enumerated() {
            let mean = date.isWeekend ? appliance.runs.weekend : appliance.runs.weekday
            let whole = Int(mean)
            let count = whole + (noise.uniform(.appliance, date.number, number * 64) < mean - Double(whole) ? 1 : 0)
            let weights = appliance.hours.reduce(0) { $0 + $1.weight }
            for run in 0..<count {
                var left = noise.uniform(.appliance, date.number, number * 64 + 2 * run + 1) * weights
                let hour = appliance.hours.first { slot in
                    left -= slot.weight
                    return left < 0
                }
                let spread = noise.uniform(.appliance, date.number, number * 64 + 2 * run + 2) * 3600
                let start = calendar.instant(date, second: Int((hour ?? appliance.hours[0]).hour * 3600 + spread))
                result.append(Run(appliance: number, start: start, end: start + .seconds(appliance.minutes * 60)))
            }
        }
        return result
    }
}
