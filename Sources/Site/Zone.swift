internal import Foundation

/// A time zone of the IANA database, by its name: `Europe/Prague`.
///
/// The one place where Foundation's time zones are asked; what a local time means is decided here.
public struct Zone: Sendable, Hashable, CustomStringConvertible {
    public let identifier: String
    private let rules: TimeZone

    /// Nil for a name the database does not have.
    public init?(_ identifier: String) {
        guard let rules = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        self.rules = rules
    }

    public var description: String { identifier }

    /// Seconds east of UTC at an instant.
    public func offset(at instant: Instant) -> Int {
        rules.secondsFromGMT(for: Date(timeIntervalSince1970: instant.seconds))
    }

    /// The calendar day a clock in the zone shows.
    public func date(at instant: Instant) -> CivilDate {
        let local = instant + .seconds(offset(at: instant))
        return CivilDate(daysSinceEpoch: Int(local.floored(to: .seconds(86_400)).microseconds / 86_400_000_000))
    }

    /// The instant at which clocks in the zone show a date and a time since midnight.
    ///
    /// The first one where clocks show it twice; a time that clocks skip is read with the offset before the jump,
    /// so that a skipped midnight is the moment of the jump.
    public func instant(of date: CivilDate, at timeOfDay: Duration = .zero) -> Instant {
        let naive = Instant(microseconds: Int64(date.daysSinceEpoch) * 86_400_000_000) + timeOfDay
        // Offsets lie within a day, so the two that can apply are those a day before and a day after.
        let before = offset(at: naive - .seconds(86_400))
        let after = offset(at: naive + .seconds(86_400))
        let candidates = [before, after].map { naive - .seconds($0) }.sorted()
        return candidates.first { $0 + .seconds(offset(at: $0)) == naive } ?? naive - .seconds(before)
    }
}
