internal import Fetch
internal import Foundation
internal import Site

/// One `TimeSeries` of a publication, its points written out for one delivery day.
struct ENTSOESeries {
    /// `classificationSequence_AttributeInstanceComponent.position`; a series without one is the only auction, so 1.
    let sequence: Int
    let currency: String
    let unit: String
    private(set) var slots: [PriceSlot] = []
    private(set) var problems: [String] = []

    /// Several times a day in every resolution; then it contradicts itself often enough to be judged.
    private static let slotLimit = 1000

    init(_ element: XMLTree, day: LocalDay) {
        sequence = element["classificationSequence_AttributeInstanceComponent.position"].flatMap { Int($0.text) } ?? 1
        currency = element["currency_Unit.name"]?.text ?? ""
        unit = element["price_Measure_Unit.name"]?.text.uppercased() ?? ""
        if currency.isEmpty { problems.append("no currency") }
        for period in element.all("Period") where slots.count < Self.slotLimit {
            read(period, repeats: element["curveType"]?.text == "A03", day: day)
        }
    }

    /// - Parameter repeats: curve type A03, where a position left out repeats the one before, at the end of the period too.
    private mutating func read(_ period: XMLTree, repeats: Bool, day: LocalDay) {
        guard let start = period.descendant("timeInterval", "start").flatMap({ Instant($0.text) }),
            let end = period.descendant("timeInterval", "end").flatMap({ Instant($0.text) }), start < end
        else { return problems.append("a period without a readable interval") }
        guard end > day.startsAt, start < day.endsAt else { return }
        // Periods are delivery days; one that crosses their bounds would shift repeated prices into other hours.
        guard start >= day.startsAt, end <= day.endsAt else {
            return problems.append("a period from \(start) to \(end) crosses the bounds of the day")
        }
        let step: Duration
        switch period["resolution"]?.text {
        case "PT15M": step = .seconds(900)
        case "PT30M": step = .seconds(1800)
        case "PT60M", "PT1H": step = .seconds(3600)
        case let other: return problems.append("the resolution \(other?.prefix(10) ?? "(none)") is not known")
        }
        let count = Int((end - start).microseconds / step.microseconds)
        guard (end - start).microseconds % step.microseconds == 0 else {
            return problems.append("a period from \(start) to \(end) is no whole number of slots")
        }

        let prices = points(of: period, count: count)
        var last: Decimal?
        for position in 1...count {
            guard let price = prices[position] ?? (repeats ? last : nil) else { continue }
            let slotStart = start + step * (position - 1)
            slots.append(PriceSlot(startsAt: slotStart, endsAt: slotStart + step, price: price))
            last = price
        }
    }

    /// Points in any order, by position.
    private mutating func points(of period: XMLTree, count: Int) -> [Int: Decimal] {
        var prices: [Int: Decimal] = [:]
        for point in period.all("Point") {
            guard let position = point["position"].flatMap({ Int($0.text) }), (1...count).contains(position) else {
                problems.append("a point at no position of 1…\(count)")
                continue
            }
            guard let price = point["price.amount"].flatMap({ Decimal(plain: $0.text) }) else {
                problems.append("no price at position \(position)")
                continue
            }
            if let other = prices[position], other != price { problems.append("two prices at position \(position): \(other) and \(price)") }
            prices[position] = prices[position] ?? price
        }
        return prices
    }
}
