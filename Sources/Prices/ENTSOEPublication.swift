internal import Fetch
internal import Foundation
internal import Site

/// A `Publication_MarketDocument` of type A44, seen from one delivery day.
struct ENTSOEPublication {
    private let day: LocalDay
    private var series: [ENTSOESeries] = []
    private var problems: [String] = []

    /// Far above the few auctions and revisions a day has.
    private static let seriesLimit = 100

    init(_ root: XMLTree, area: String, day: LocalDay) {
        self.day = day
        for element in root.all("TimeSeries") {
            // A07 and others are intraday auctions, published under the same document type.
            if let type = element["contract_MarketAgreement.type"]?.text, type != "A01" { continue }
            if let domain = element["in_Domain.mRID"]?.text, domain != area {
                problems.append("prices of \(domain.prefix(20)) instead of \(area)")
                continue
            }
            guard series.count < Self.seriesLimit else {
                problems.append("more than \(Self.seriesLimit) time series")
                break
            }
            let one = ENTSOESeries(element, day: day)
            if !one.slots.isEmpty || !one.problems.isEmpty { series.append(one) }
        }
    }

    func outcome(source: String, market: String) -> Outcome<PriceDocument> {
        // Sequence 1 is the coupled auction; others, such as EXAA's, have prices of their own.
        let sequence = series.map(\.sequence).min() ?? 1
        let chosen = series.filter { $0.sequence == sequence }
        var problems = problems + chosen.flatMap(\.problems)
        if sequence != 1 { problems.append("only the auction of sequence \(sequence), not the coupled one") }
        let currencies = Set(chosen.map(\.currency))
        let units = Set(chosen.map(\.unit)).subtracting(["MWH"])
        if currencies.count > 1 { problems.append("currencies mixed: \(currencies.sorted().joined(separator: ", "))") }
        if !units.isEmpty { problems.append("the unit \(units.sorted().joined(separator: ", ").prefix(40)) is not known") }

        // The same day may come in two resolutions: the finer is taken when it is whole, otherwise a coarser that is.
        let slots = chosen.flatMap(\.slots)
        let resolutions = Set(slots.map(\.duration)).sorted()
        func outcome(_ slots: [PriceSlot]) -> Outcome<PriceDocument> {
            var assembly = SlotAssembly(day)
            for problem in problems { assembly.note(problem) }
            for slot in slots { assembly.add(from: slot.startsAt, for: slot.duration, price: slot.price) }
            return assembly.outcome(source: source, market: market, currency: currencies.sorted().first ?? "", licence: nil)
        }
        for resolution in resolutions {
            let candidate = outcome(slots.filter { $0.duration == resolution })
            if candidate.document?.problems == problems { return candidate }
        }
        return outcome(finest(of: slots))
    }

    /// Every slot that no finer one overlaps.
    private func finest(of slots: [PriceSlot]) -> [PriceSlot] {
        var covered: Set<Instant> = []
        var kept: [PriceSlot] = []
        for resolution in Set(slots.map(\.duration)).sorted() {
            func quarters(_ slot: PriceSlot) -> [Instant] { (0..<(resolution.components.seconds / 900)).map { slot.startsAt + .seconds(900 * $0) } }
            let free = slots.filter { $0.duration == resolution && quarters($0).allSatisfy { !covered.contains($0) } }
            kept += free
            covered.formUnion(free.flatMap(quarters))
        }
        return kept
    }
}
