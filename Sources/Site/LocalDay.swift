/// A calendar day in a time zone as the half-open range of instants [startsAt, endsAt).
///
/// Where clocks change it is 23 or 25 hours long, so it has 92, 96 or 100 quarter-hours.
public struct LocalDay: Sendable, Hashable, CustomStringConvertible {
    public let date: CivilDate
    public let zone: Zone
    public let startsAt: Instant
    public let endsAt: Instant

    public init(_ date: CivilDate, in zone: Zone) {
        self.date = date
        self.zone = zone
        startsAt = zone.instant(of: date)
        endsAt = zone.instant(of: date.adding(days: 1))
    }

    /// The day that an instant belongs to.
    public init(containing instant: Instant, in zone: Zone) {
        self.init(zone.date(at: instant), in: zone)
    }

    public var duration: Duration { endsAt - startsAt }
    public var next: LocalDay { LocalDay(date.adding(days: 1), in: zone) }
    public var previous: LocalDay { LocalDay(date.adding(days: -1), in: zone) }

    /// How many whole slots of a length the day has.
    public func count(of slot: Duration) -> Int { Int(duration.microseconds / slot.microseconds) }

    public var description: String { "\(date) \(zone)" }
}
