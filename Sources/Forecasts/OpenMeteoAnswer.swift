internal import Fetch
internal import Site

/// An answer of Open-Meteo: parallel arrays by variable, in quarter-hours, in hours, or both.
struct OpenMeteoAnswer: Decodable {
    private var utc_offset_seconds: Int?
    private var minutely_15: OpenMeteoBlock?
    private var minutely_15_units: [String: String]?
    private var hourly: OpenMeteoBlock?
    private var hourly_units: [String: String]?

    /// Quarter-hours where they know the irradiance of a whole hour, else the hour where it does.
    func slots(noting problems: inout [String]) throws(Unreadable) -> [WeatherSlot] {
        let offset = utc_offset_seconds ?? 0
        guard abs(offset) <= 86_400 else { throw Unreadable(.malformed, "an offset of \(offset) s") }
        let quarters = try minutely_15?.slots(every: .seconds(900), units: minutely_15_units ?? [:], offset: offset, noting: &problems) ?? []
        let hours = try hourly?.slots(every: .seconds(3600), units: hourly_units ?? [:], offset: offset, noting: &problems) ?? []

        let byStart = Dictionary(quarters.map { ($0.startsAt, $0) }) { first, _ in first }
        var replaced: Set<Instant> = []
        var slots: [WeatherSlot] = []
        for hour in hours {
            let starts = (0..<4).map { hour.startsAt + .seconds(900 * $0) }
            let inside = starts.compactMap { byStart[$0] }
            let areBetter = inside.count == 4 && (hour.ghiWM2 == nil || inside.allSatisfy { $0.ghiWM2 != nil })
            if !areBetter {
                replaced.formUnion(starts)
                slots.append(hour)
            }
        }
        return (slots + quarters.filter { !replaced.contains($0.startsAt) }).settled(noting: &problems)
    }
}
