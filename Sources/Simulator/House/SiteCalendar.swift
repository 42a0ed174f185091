internal import Foundation
internal import Site

/// Local days and wall clock of one time zone, from a table of its offsets, so that asking is cheap.
struct SiteCalendar: Sendable {
    let identifier: String
    /// Offsets east of UTC in seconds, each from an instant on; the first reaches back without end.
    private let offsets: [(from: Instant, seconds: Int)]

    /// Nil for a zone the system does not know.
    init?(identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        var moment = Date(timeIntervalSince1970: 0)
        var offsets = [(from: Instant(microseconds: .min / 2), seconds: zone.secondsFromGMT(for: moment))]
        // Past 2060 the last offset stays.
        while let next = zone.nextDaylightSavingTimeTransition(after: moment), next > moment, next.timeIntervalSince1970 < 2_840_000_000 {
            offsets.append((from: Instant(seconds: next.timeIntervalSince1970), seconds: zone.secondsFromGMT(for: next)))
            moment = next
        }
        self.offsets = offsets
    }

    /// Seconds east of UTC.
    func offset(at instant: Instant) -> Int {
        var low = 0
        var high = offsets.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if offsets[middle].from <= instant { low = middle } else { high = middle }
        }
        return offsets[low].seconds
    }

    func date(at instant: Instant) -> LocalDate {
        LocalDate(number: wallSeconds(at: instant).quotient)
    }

    /// Seconds of the wall clock since its midnight, with their fraction: 0 to 86 400, also on days of 23 or 25 hours.
    func secondOfDay(at instant: Instant) -> Double {
        wallSeconds(at: instant).remainder
    }

    private func wallSeconds(at instant: Instant) -> (quotient: Int, remainder: Double) {
        let wall = instant.seconds + Double(offset(at: instant))
        let days = (wall / 86_400).rounded(.down)
        return (Int(days), wall - days * 86_400)
    }

    /// The instant when the wall clock shows `second` seconds past midnight of `date`; where it shows that twice, the first.
    func instant(_ date: LocalDate, second: Int = 0) -> Instant {
        let wall = Double(date.number * 86_400 + second)
        // The offset in force just before and after a change differs: try the earlier instant first.
        let candidates = Set([offset(at: Instant(seconds: wall - 86_400)), offset(at: Instant(seconds: wall + 86_400))])
        let fitting = candidates.map { Instant(seconds: wall - Double($0)) }.filter { $0.seconds + Double(offset(at: $0)) == wall }
        return fitting.min() ?? Instant(seconds: wall - Double(offset(at: Instant(seconds: wall - 86_400))))
    }

    /// Half-open range of a local day.
    func range(of date: LocalDate) -> Range<Instant> { instant(date)..<instant(date + 1) }

    /// 92, 96 or 100 quarter-hours; 23, 24 or 25 hours.
    func slots(of date: LocalDate, minutes: Int) -> Int {
        let range = range(of: date)
        return Int((range.upperBound - range.lowerBound).microseconds / Int64(minutes) / 60_000_000)
    }

    /// `2026-03-29T13:05:00`, wall clock without offset.
    func wallText(_ instant: Instant, seconds: Bool = true) -> String {
        let second = Int(secondOfDay(at: instant))
        let text = "\(date(at: instant))T\(padded(second / 3600)):\(padded(second / 60 % 60))"
        return seconds ? text + ":" + padded(second % 60) : text
    }

    /// `+02:00`.
    func offsetText(_ instant: Instant) -> String {
        let seconds = offset(at: instant)
        return (seconds < 0 ? "-" : "+") + padded(abs(seconds) / 3600) + ":" + padded(abs(seconds) / 60 % 60)
    }
}
