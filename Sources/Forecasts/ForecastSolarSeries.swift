internal import Fetch
internal import Site

/// Energy by odd moments, made into mean power of regular slots.
///
/// Keys are whole hours (or half or quarter ones) and, as the first and last of a day, sunrise and sunset to the second. A value is the
/// energy since the key before, so it lies between two keys and never between two slots; nights are one long value of zero.
struct ForecastSolarSeries {
    private struct Key {
        var time: Instant
        /// Wh since the key before.
        var energy: Double
    }

    private let keys: [Key]
    private let zone: Zone
    /// Whether the first key is a sunrise and the last a sunset, so that nothing is left out between them and midnight.
    private let startsDark: Bool
    private let endsDark: Bool

    init(energy: [String: Double], power: [String: Double], zone: Zone) throws(Unreadable) {
        self.zone = zone
        var times: [String: Instant] = [:]
        for text in energy.keys {
            guard let time = Self.time(text, zone) else { throw Unreadable(.malformed, "\(text.prefix(40)) is no time") }
            times[text] = time
        }
        let sorted = times.sorted { $0.value < $1.value }
        keys = sorted.map { Key(time: $0.value, energy: energy[$0.key] ?? 0) }
        startsDark = sorted.first.flatMap { power[$0.key] } == 0
        endsDark = sorted.last.flatMap { power[$0.key] } == 0
    }

    /// `2024-04-26T07:00:00+02:00`, `2024-04-26T05:00:00Z`, `1714107600`, or local: `2022-10-24 08:04:00`.
    private static func time(_ text: String, _ zone: Zone) -> Instant? {
        if let instant = Instant(text) ?? Int64(text).flatMap({ Instant(unixSeconds: $0) }) { return instant.isPlausible ? instant : nil }
        // Read as UTC it is the time since midnight that clocks in the zone show.
        guard let date = CivilDate(String(text.prefix(10))), let naive = Instant(text + "Z") else { return nil }
        let midnight = Instant(microseconds: Int64(date.daysSinceEpoch) * 86_400_000_000)
        let instant = zone.instant(of: date, at: naive - midnight)
        return instant.isPlausible ? instant : nil
    }

    func slots(noting problems: inout [String]) -> [PowerSlot] {
        guard let first = keys.first, let last = keys.last else { return [] }
        guard let step = step else {
            problems.append("keys at no regular distance of 15, 30 or 60 minutes")
            return []
        }
        // Dark hours before the first sunrise and after the last sunset belong to the forecast as well.
        var spans: [(start: Instant, end: Instant, energy: Double)] = []
        if startsDark { spans.append((LocalDay(containing: first.time, in: zone).startsAt, first.time, 0)) }
        spans += zip(keys, keys.dropFirst()).map { ($0.time, $1.time, $1.energy) }
        if endsDark { spans.append((last.time, LocalDay(containing: last.time, in: zone).endsAt, 0)) }

        let origin = phase(step)
        func slotStart(_ instant: Instant) -> Instant { (instant - origin).floored(to: step) + origin }
        var energy: [Instant: Double] = [:]
        var covered: [Instant: Duration] = [:]
        for span in spans where span.start < span.end {
            guard span.energy >= 0, span.energy < 1e9 else {
                problems.append("\(span.energy) Wh until \(span.end)")
                continue
            }
            var start = slotStart(span.start)
            if span.energy > 0, start + step < span.end {
                problems.append("\(span.energy) Wh from \(span.start) to \(span.end), longer than a slot")
                continue
            }
            guard span.end - span.start <= .seconds(4 * 86_400) else {
                problems.append("nothing from \(span.start) to \(span.end)")
                continue
            }
            while start < span.end {
                covered[start, default: .zero] += min(span.end, start + step) - max(span.start, start)
                energy[start, default: 0] += span.energy
                start = start + step
            }
        }
        let hours = Double(step.components.seconds) / 3600
        return covered.filter { $0.value == step }.map { PowerSlot(startsAt: $0.key, endsAt: $0.key + step, p50W: (energy[$0.key] ?? 0) / hours) }
            .settled(noting: &problems)
    }

    /// The most frequent distance of neighbouring keys.
    private var step: Duration? {
        var counts: [Duration: Int] = [:]
        for (one, next) in zip(keys, keys.dropFirst()) { counts[next.time - one.time, default: 0] += 1 }
        return [.seconds(900), .seconds(1800), .seconds(3600)].filter { counts[$0] != nil }.max { (counts[$0] ?? 0, $1) < (counts[$1] ?? 0, $0) }
    }

    /// How far slots begin after whole steps since the epoch, for zones that are not whole hours from UTC.
    private func phase(_ step: Duration) -> Duration {
        var counts: [Duration: Int] = [:]
        for key in keys { counts[key.time - key.time.floored(to: step), default: 0] += 1 }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? .zero
    }
}
