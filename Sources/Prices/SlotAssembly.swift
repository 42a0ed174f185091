internal import Fetch
internal import Foundation
internal import Site

/// Collects the slots of one delivery day in any order and says what is wrong with them.
struct SlotAssembly {
    let day: LocalDay
    private var slots: [PriceSlot] = []
    private var problems: [String] = []

    static let resolutions: [Duration] = [.seconds(900), .seconds(1800), .seconds(3600)]
    /// So many are enough to judge a document.
    private static let problemLimit = 20

    init(_ day: LocalDay) { self.day = day }

    mutating func note(_ problem: String) {
        if problems.count < Self.problemLimit, !problems.contains(problem) { problems.append(problem) }
    }

    /// Slots of other days are passed over; a slot that is no whole one of this day is a problem.
    mutating func add(from start: Instant, for duration: Duration, price: Decimal) {
        let end = start + duration
        guard end > day.startsAt, start < day.endsAt else { return }
        guard start >= day.startsAt, end <= day.endsAt, Self.resolutions.contains(duration),
            (start - day.startsAt).microseconds % duration.microseconds == 0
        else {
            return note("a slot from \(start) to \(end) does not fit the day")
        }
        // No market allows prices near it; beyond it the number is something else. What overflows has become "not a number".
        guard price.isFinite, abs(price) < 1_000_000 else { return note("the price \(price) at \(start) is none") }
        slots.append(PriceSlot(startsAt: start, endsAt: end, price: price.rounded(toPlaces: 6)))
    }

    /// - Returns: `.notPublished` where nothing of the day was found and nothing was wrong either.
    func outcome(source: String, market: String, currency: String, licence: String?) -> Outcome<PriceDocument> {
        var work = self
        let kept = work.settle()
        if kept.isEmpty, work.problems.isEmpty { return .notPublished }
        return .document(
            PriceDocument(source: source, market: market, day: day, currency: currency, slots: kept, licence: licence, problems: work.problems))
    }

    /// Sorts, drops what is told twice, and notes contradictions, overlaps, mixed resolutions and gaps.
    private mutating func settle() -> [PriceSlot] {
        // Stable, so that of contradicting slots the first told one stays.
        let sorted = slots.enumerated().sorted {
            ($0.element.startsAt, $0.element.endsAt, $0.offset) < ($1.element.startsAt, $1.element.endsAt, $1.offset)
        }.map(\.element)
        var kept: [PriceSlot] = []
        for slot in sorted {
            guard let last = kept.last, slot.startsAt < last.endsAt else {
                kept.append(slot)
                continue
            }
            if slot.startsAt == last.startsAt, slot.endsAt == last.endsAt {
                if slot.price != last.price { note("two prices at \(slot.startsAt): \(last.price) and \(slot.price)") }
            } else {
                note("slots from \(last.startsAt) and from \(slot.startsAt) overlap")
            }
        }
        noteGaps(kept)
        return kept
    }

    private mutating func noteGaps(_ kept: [PriceSlot]) {
        guard let first = kept.first else { return }
        let lengths = Set(kept.map(\.duration))
        if lengths.count > 1 { note("resolutions mixed: \(lengths.sorted().map { "\($0.components.seconds / 60) min" }.joined(separator: ", "))") }
        let starts = [day.startsAt] + kept.map(\.endsAt)
        let ends = kept.map(\.startsAt) + [day.endsAt]
        let gaps = zip(starts, ends).filter { $0 < $1 }
        guard let gap = gaps.first else { return }
        let missing = gaps.reduce(Duration.zero) { $0 + ($1.1 - $1.0) }
        func minutes(_ duration: Duration) -> Int64 { duration.components.seconds / 60 }
        let told = "\(kept.count) slots of \(minutes(first.duration)) min"
        note("\(minutes(missing)) of \(minutes(day.duration)) minutes missing (\(told)), the first at \(gap.0)")
    }
}
