internal import Site

/// When each source knows the prices of a delivery day.
struct Publication: Sendable {
    let noise: Noise
    let calendar: SiteCalendar

    /// The exchange publishes between 13:05 and 13:45 local time of the day before; others follow or, coupled earlier, precede it.
    func instant(of date: LocalDate, _ service: SimulatedService) -> Instant {
        let exchange =
            calendar.instant(date - 1, second: 13 * 3600 + 300) + .seconds((2400 * noise.uniform(.publication, date.number)).rounded())
        return switch service {
        case .nordpool: exchange - .seconds(420)
        case .entsoe: exchange + .seconds(240)
        case .energyCharts: exchange + .seconds(780)
        case .smard: exchange + .seconds(3000)
        default: exchange
        }
    }

    /// Whether a source knows `date` at `now`; with tomorrow missing it knows no later day than today.
    func isKnown(_ date: LocalDate, _ service: SimulatedService, at now: Instant, missingTomorrow: Bool) -> Bool {
        if missingTomorrow, date > calendar.date(at: now) { return false }
        return instant(of: date, service) <= now
    }
}
