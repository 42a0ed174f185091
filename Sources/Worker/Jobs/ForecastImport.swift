internal import Clock
internal import Database
internal import Fetch
internal import Forecasts
internal import Foundation
internal import Site

/// Asks every provider of a site within its budget; the best good answer is chosen in SQL.
struct ForecastImport: Sendable {
    private let handlers: JobHandlers

    init(_ handlers: JobHandlers) { self.handlers = handlers }

    func run(_ site: WorkerSite, _ progress: JobHandlers.Progress) async throws -> String? {
        var trail: [String: String] = [:]
        var good = 0
        let wanted = try await handlers.database.forecastWanted(siteID: site.siteID)
        for provider in wanted {
            await progress("asking \(provider.provider)")
            let outcome = try await ask(provider, site)
            trail[provider.provider] = outcome ?? "ok"
            if outcome == nil { good += 1 }
        }
        let result = String(decoding: try JSONSerialization.data(withJSONObject: trail, options: .sortedKeys), as: UTF8.self)
        guard good > 0 || wanted.isEmpty else {
            throw JobFailure(description: trail.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; "), result: result)
        }
        return result
    }

    /// One provider: nil when its forecast was taken, else why not.
    private func ask(_ wanted: WantedForecast, _ site: WorkerSite) async throws -> String? {
        let key = handlers.secrets.value(wanted.provider.replacing("-", with: "_") + "_key")
        guard let zone = Zone(wanted.timeZone), let source = handlers.endpoints.forecastSource(wanted.provider, planes: wanted.planes.count, resource: wanted.resource, key: key) else {
            return "not set up: it needs a key or the provider's own id of the plant"
        }
        let calledAt = handlers.clock.now
        if let refusal = try await handlers.database.forecastCall(siteID: site.siteID, provider: wanted.provider, at: calledAt) { return refusal }
        let place = ForecastPlace(
            latitude: wanted.latitudeDeg, longitude: wanted.longitudeDeg, zone: zone,
            planes: wanted.planes.map { .init(tiltDeg: $0.tiltDeg, azimuthDeg: $0.azimuthDeg, peakKW: $0.peakW / 1000) })
        func failed(_ error: String, retryAt: Instant? = nil) async throws -> String {
            try await handlers.database.forecastFailed(
                siteID: site.siteID, provider: wanted.provider, calledAt: calledAt, error: error, retryAt: retryAt, at: handlers.clock.now)
            return error
        }
        do {
            let fetched = try await source.fetch(place, with: handlers.http, at: calledAt)
            switch fetched.outcome {
            case .document(let document):
                return try await handlers.database.importForecast(
                    siteID: site.siteID, provider: wanted.provider, calledAt: calledAt, issuedAt: document.issuedAt, slots: slots(document),
                    problems: document.problems, body: fetched.last.response.text.replacing("\0", with: ""), at: handlers.clock.now)
            case .notPublished: return try await failed("no forecast yet")
            case .unreadable(let reason): return try await failed(reason.reason, retryAt: reason.retryAt)
            }
        } catch let error as FetchError {
            return try await failed("\(error)")
        }
    }

    private func slots(_ document: ForecastDocument) -> [ImportedForecast] {
        switch document.series {
        case .weather(let slots):
            slots.map { slot in
                var imported = ImportedForecast(startsAt: slot.startsAt, endsAt: slot.endsAt)
                imported.ghiWM2 = slot.ghiWM2
                imported.dniWM2 = slot.dniWM2
                imported.dhiWM2 = slot.dhiWM2
                imported.temperatureC = slot.temperatureC
                imported.windMS = slot.windMS
                imported.cloudPct = slot.cloudPct
                return imported
            }
        case .power(let slots):
            slots.map { slot in
                var imported = ImportedForecast(startsAt: slot.startsAt, endsAt: slot.endsAt)
                imported.pvW = slot.p50W
                imported.pvP10W = slot.p10W
                imported.pvP90W = slot.p90W
                return imported
            }
        }
    }
}
