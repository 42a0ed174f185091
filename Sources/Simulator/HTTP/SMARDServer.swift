internal import Site

/// `…/<filter>/<region>/index_quarterhour.json` and the week blocks it names, times in milliseconds.
struct SMARDServer: SimulatedServer {
    private static let filters: [String: PriceModel.Area] = ["261": .cz, "4169": .deLu, "4170": .at]
    private static let firstWeek = LocalDate(2018, 10, 1)

    let prices: PriceModel
    let publication: Publication

    func answer(_ request: ServiceRequest) -> ServiceReply {
        guard request.method == "GET", request.path.count >= 3, let file = request.path.last, file.hasSuffix(".json") else {
            return .notFound
        }
        let filter = request.path[request.path.count - 3]
        let region = request.path[request.path.count - 2]
        guard let area = Self.filters[filter] else { return .notFound }
        let name = file.dropLast(5)
        if name == "index_quarterhour" || name == "index_hour" { return index(request) }
        for (resolution, minutes) in [("quarterhour", 15), ("hour", 60)] {
            let prefix = "\(filter)_\(region)_\(resolution)_"
            if name.hasPrefix(prefix), let milliseconds = Int(name.dropFirst(prefix.count)) {
                return block(request, area, start: milliseconds, minutes: request.hourly ? 60 : minutes)
            }
        }
        return .notFound
    }

    private func index(_ request: ServiceRequest) -> ServiceReply {
        let tomorrow = prices.calendar.date(at: request.now) + 1
        let newest = isKnown(tomorrow, request) ? tomorrow : tomorrow - 1
        let weeks = stride(from: Self.firstWeek.number, through: newest.number, by: 7)
        return .json(["timestamps": .array(weeks.map { .integer(milliseconds(LocalDate(number: $0))) })])
    }

    /// A week from Monday on; what is not known yet is null.
    private func block(_ request: ServiceRequest, _ area: PriceModel.Area, start: Int, minutes: Int) -> ServiceReply {
        let monday = prices.calendar.date(at: Instant(seconds: Double(start) / 1000))
        guard monday.weekday == 0, milliseconds(monday) == start, monday >= Self.firstWeek else { return .notFound }
        var rows: [JSON] = []
        for date in (0..<7).map({ monday + $0 }) {
            let quarters = isKnown(date, request) ? prices.quarterPrices(date, area) : nil
            // Hours before quarter-hours were traded stand in each of their four quarters.
            let hours = quarters.map(PriceModel.hourly)
            let byHour = minutes == 60 || date < PriceModel.firstQuarterHourDay
            for slot in 0..<prices.calendar.slots(of: date, minutes: minutes) {
                let value = byHour ? hours?[minutes == 60 ? slot : slot / 4] : quarters?[slot]
                rows.append([.integer(milliseconds(date) + slot * minutes * 60_000), value.map { .number($0) } ?? .null])
            }
        }
        return .json([
            "meta_data": ["version": 1, "created": .integer(Int(request.now.seconds) * 1000)], "series": .array(request.repeated(rows)),
        ])
    }

    private func isKnown(_ date: LocalDate, _ request: ServiceRequest) -> Bool {
        publication.isKnown(date, .smard, at: request.now, missingTomorrow: request.missingTomorrow)
    }

    private func milliseconds(_ date: LocalDate) -> Int { Int(prices.calendar.instant(date).seconds) * 1000 }
}
