internal import Clock
internal import Database
internal import Fetch
internal import Foundation
internal import Prices
internal import Site

/// Asks the chain of sources for each wanted day until one delivers it whole.
struct PriceImport: Sendable {
    private let handlers: JobHandlers

    init(_ handlers: JobHandlers) { self.handlers = handlers }

    func run(_ run: JobRun, _ site: WorkerSite, _ progress: JobHandlers.Progress) async throws -> String? {
        let asked = try day(run)
        var outcomes: [String: String] = [:]
        var missing: [String] = []
        for wanted in try await handlers.database.priceWanted(siteID: site.siteID, day: asked, at: handlers.clock.now) {
            // A day that is there is fetched again only when somebody names it.
            if wanted.complete, asked == nil {
                outcomes[wanted.day.description] = "complete"
                continue
            }
            let (found, trail) = try await fetch(wanted, progress)
            outcomes[wanted.day.description] = trail.joined(separator: "; ")
            if !found && !wanted.complete { missing.append("\(wanted.day): \(trail.isEmpty ? "no source" : trail.joined(separator: "; "))") }
        }
        try await handlers.database.tariffCheck(siteID: site.siteID, at: handlers.clock.now)
        let result = String(decoding: try JSONSerialization.data(withJSONObject: outcomes, options: .sortedKeys), as: UTF8.self)
        let now = handlers.clock.now
        if missing.isEmpty {
            try await handlers.database.alertResolve(siteID: site.siteID, code: "price_missing", by: "prices came", at: now)
            return result
        }
        try await handlers.database.alertRaise(siteID: site.siteID, code: "price_missing", message: missing.joined(separator: " | "), at: now)
        throw JobFailure(description: missing.joined(separator: " | "), result: result)
    }

    /// Asks one source after the other; true when the day is whole.
    private func fetch(_ wanted: WantedPrices, _ progress: JobHandlers.Progress) async throws -> (Bool, [String]) {
        guard let zone = Zone(wanted.timeZone) else { throw JobFailure(description: "the zone \(wanted.timeZone) is not known here; is tzdata installed?") }
        let day = LocalDay(wanted.day, in: zone)
        var trail: [String] = []
        for name in wanted.sources {
            guard let source = handlers.endpoints.priceSource(name, token: handlers.secrets.value("entsoe_token")), source.serves(wanted.market) else { continue }
            await progress("asking \(name) for \(wanted.day)")
            do {
                let fetched = try await source.fetch(day, market: wanted.market, with: handlers.http, at: handlers.clock.now)
                switch fetched.outcome {
                case .document(let document):
                    let verdict = try await handlers.database.importPrice(
                        market: wanted.market, source: name, day: wanted.day,
                        prices: document.slots.map { ImportedPrice(startsAt: $0.startsAt, endsAt: $0.endsAt, perMWh: "\($0.price)") },
                        problems: document.problems + (document.currency == wanted.currency ? [] : ["prices in \(document.currency) instead of \(wanted.currency)"]),
                        body: text(fetched), at: handlers.clock.now)
                    trail.append("\(name): \(verdict.status.rawValue)\(verdict.reason.map { " (\($0))" } ?? "")")
                    if verdict.status != .quarantined { return (true, trail) }
                case .notPublished: trail.append("\(name): not published yet")
                case .unreadable(let reason):
                    trail.append("\(name): \(reason)")
                    if reason.kind == .malformed {
                        // Kept for whoever wants to know what came.
                        _ = try await handlers.database.importPrice(
                            market: wanted.market, source: name, day: wanted.day, prices: [], problems: [reason.reason], body: text(fetched), at: handlers.clock.now)
                    }
                }
            } catch let error as FetchError {
                trail.append("\(name): \(error)")
            }
        }
        return (false, trail)
    }

    /// The answer as PostgreSQL can keep it: text without NUL.
    private func text(_ fetched: Fetched<PriceDocument>) -> String { fetched.last.response.text.replacing("\0", with: "") }

    private func day(_ run: JobRun) throws -> CivilDate? {
        struct Argument: Decodable { var date: String? }
        guard let text = (try? JSONDecoder().decode(Argument.self, from: Data(run.argument.utf8)))?.date else { return nil }
        guard let date = CivilDate(text) else { throw JobFailure(description: "date must be a day such as 2026-03-29, not \(text)") }
        return date
    }
}
