public import Site

/// What a forecast says of one half-open interval [startsAt, endsAt).
public protocol ForecastSlot: Sendable, Hashable {
    var startsAt: Instant { get }
    var endsAt: Instant { get }
}

extension ForecastSlot {
    public var duration: Duration { endsAt - startsAt }
}

extension Array where Element: ForecastSlot {
    /// Sorted, without repetitions; contradictions, overlaps and gaps are noted. Of overlapping slots the first stays.
    func settled(noting problems: inout [String]) -> Self {
        var kept: Self = []
        for slot in sorted(by: { ($0.startsAt, $0.endsAt) < ($1.startsAt, $1.endsAt) }) {
            guard let last = kept.last else {
                kept.append(slot)
                continue
            }
            if slot == last { continue }
            if slot.startsAt < last.endsAt {
                problems.append("slots from \(last.startsAt) and from \(slot.startsAt) overlap")
                continue
            }
            if slot.startsAt > last.endsAt { problems.append("nothing from \(last.endsAt) to \(slot.startsAt)") }
            kept.append(slot)
        }
        if problems.count > 20 { problems.removeLast(problems.count - 20) }
        return kept
    }
}
