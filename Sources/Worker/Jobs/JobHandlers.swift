internal import Clock
internal import Database
internal import Fetch
internal import Foundation
internal import Logging
internal import Prices
internal import Site

/// What the worker carries for each job; what it means is decided in SQL.
struct JobHandlers: Sendable {
    let database: Database
    let endpoints: MarketEndpoints
    let secrets: Secrets
    let http: HTTPClient
    let clock: any WallClock
    /// Rung when commands may be due.
    let commandsDue: Doorbell
    let logger: Logger

    typealias Progress = @Sendable (String) async -> Void

    /// Does a run and returns what came of it as JSON.
    /// - Throws: `JobFailure` with a sentence for people, or what the database or network said.
    func run(_ run: JobRun, _ site: WorkerSite, _ progress: @escaping Progress) async throws -> String? {
        switch run.job {
        case "price_import": return try await PriceImport(self).run(run, site, progress)
        case "fx_import": return try await importFX(site)
        case "forecast_import": return try await ForecastImport(self).run(site, progress)
        case "plan_daily": return try await plan("daily", run, site)
        case "plan_rolling": return try await plan("rolling", run, site)
        case "setpoint_export": return try await exportSetpoints(site)
        case "audit_fill": return try await fillAudit(run, site)
        case "pv_calibrate": return json(["hours": try await database.pvCalibrate(siteID: site.siteID, at: clock.now)])
        case "retain": return try await database.retain(at: clock.now)
        default: throw JobFailure(description: "this worker does not know the job \(run.job): is the database newer than the worker?")
        }
    }

    private func plan(_ type: String, _ run: JobRun, _ site: WorkerSite) async throws -> String? {
        let id = try await database.createPlanningRun(siteID: site.siteID, type: type, at: clock.now, author: run.author)
        if site.controls { _ = try await exportSetpoints(site) }
        return json(["planning_run_id": id])
    }

    private func exportSetpoints(_ site: WorkerSite) async throws -> String? {
        let (commands, note) = try await database.setpointMake(siteID: site.siteID, at: clock.now)
        if commands > 0 { commandsDue.ring() }
        return try String(decoding: JSONSerialization.data(withJSONObject: ["commands": commands, "note": note ?? ""], options: .sortedKeys), as: UTF8.self)
    }

    private func fillAudit(_ run: JobRun, _ site: WorkerSite) async throws -> String? {
        struct Argument: Decodable {
            var from: String?
            var to: String?
        }
        let argument = try? JSONDecoder().decode(Argument.self, from: Data(run.argument.utf8))
        guard let text = argument?.from else { return json(["slots": try await database.auditFillDue(siteID: site.siteID, at: clock.now)]) }
        guard let from = Instant(text), let to = argument?.to.map({ Instant($0) }) ?? clock.now else {
            throw JobFailure(description: "from and to must be instants such as 2026-03-29T00:00:00Z")
        }
        return json(["slots": try await database.fillAuditInterval(siteID: site.siteID, from: from, to: to, at: clock.now)])
    }

    private func importFX(_ site: WorkerSite) async throws -> String? {
        guard let wanted = try await database.fxWanted(siteID: site.siteID, at: clock.now) else { return json(["new": 0]) }
        guard wanted.quote == "CZK" else { throw JobFailure(description: "no source of \(wanted.base)/\(wanted.quote) is known; enter rates by hand with ems.fn_import_fx") }
        let fetched = try await endpoints.cnb.fetch(wanted.day, with: http, at: clock.now)
        switch fetched.outcome {
        case .document(let document):
            guard document.problems.isEmpty else { throw JobFailure(description: "the bank's document is odd: \(document.problems.joined(separator: "; "))") }
            let rates = document.rates.map { (base: $0.currency, validOn: $0.validFor, rate: "\($0.czkPerUnit)") }
            guard rates.contains(where: { $0.base == wanted.base }) else { throw JobFailure(description: "the bank's document has no \(wanted.base)") }
            let new = try await database.importFX(rates, quote: "CZK", source: document.source, at: clock.now)
            return json(["new": new])
        case .notPublished: throw JobFailure(description: "the bank has not published yet")
        case .unreadable(let reason): throw JobFailure(description: "cnb: \(reason)")
        }
    }

    func json(_ figures: [String: Int]) -> String {
        let parts = figures.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
        return "{" + parts.joined(separator: ", ") + "}"
    }
}
