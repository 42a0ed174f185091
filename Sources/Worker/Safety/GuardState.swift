internal import Foundation
internal import Guard
internal import Logging
internal import Site
internal import Synchronization

/// What the guard knows of each house, kept on disk so that it holds when the database, or this process, is gone.
final class GuardState: Sendable {
    private let directory: URL
    private let latest: LatestValues
    private let logger: Logger
    private let known = Mutex<[String: Known]>([:])

    private struct Known {
        var limits: GuardLimits
        /// What they were read from; nil until the database has answered.
        var document: String?
    }

    init(directory: URL, latest: LatestValues, logger: Logger) throws {
        self.directory = directory
        self.latest = latest
        self.logger = logger
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for document in Self.stored(in: directory) {
            do {
                let limits = try document.get()
                known.withLock { $0[limits.site] = Known(limits: limits) }
            } catch {
                // An earlier version wrote it, or a disk lost it. The database has a new one.
                logger.error("a document of the guard cannot be read; until the database answers its house is not guarded", metadata: ["error": "\(error)"])
            }
        }
    }

    /// The documents of a folder, as an earlier process left them; one that cannot be read is an error that names it.
    static func stored(in directory: URL) -> [Result<GuardLimits, Unreadable>] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().map { name in
            let file = directory.appendingPathComponent(name)
            return Result { try decode(Data(contentsOf: file)) }.mapError { Unreadable(description: "\(file.path): \($0)") }
        }
    }

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    private static func decode(_ data: Data) throws -> GuardLimits {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(GuardLimits.self, from: data)
    }

    /// Takes a site's document from the database, in memory and on disk.
    func update(siteID: String, document: String) throws {
        let before = known.withLock { $0[siteID] }
        // Most say the same as a minute before.
        guard before?.document != document else { return }
        let data = Data(document.utf8)
        let limits = try Self.decode(data)
        if limits != before?.limits { try data.write(to: directory.appendingPathComponent("\(siteID).json"), options: .atomic) }
        known.withLock { $0[siteID] = Known(limits: limits, document: document) }
    }

    var sites: [GuardLimits] { known.withLock { $0.values.map(\.limits).sorted { $0.site < $1.site } } }

    /// Whether the device's own settings are kept here.
    func keepsOwner(siteID: String, device: String) -> Bool {
        known.withLock { $0[siteID]?.limits.owner.contains { $0.device == device } ?? false }
    }

    /// Phases at the grid connection with a car's share in them; nil while one of them is not known or older than its meter allows.
    func phases(_ limits: GuardLimits, chargerDevice: String?, now: Instant) -> [FuseGuard.Phase]? {
        guard limits.meter.count == limits.phases else { return nil }
        var phases: [FuseGuard.Phase] = []
        for (number, meter) in limits.meter.enumerated() {
            guard let reading = latest.reading(siteID: limits.site, device: meter.device, point: meter.metric), now - reading.at <= .seconds(meter.staleAfterS) else { return nil }
            let car = chargerDevice.flatMap { latest.reading(siteID: limits.site, device: $0, point: "car_l\(number + 1)_current_a") }
            let drawn = car.map { now - $0.at <= .seconds(60) ? $0.value : 0 } ?? 0
            phases.append(FuseGuard.Phase(gridW: reading.value * meter.factor, carA: drawn))
        }
        return phases
    }

    /// Most the main fuse leaves for a charger's current; nil for other settings and for sites whose phases are not measured at all.
    func ceiling(siteID: String, device: String, point: String, now: Instant) -> Double? {
        guard let limits = known.withLock({ $0[siteID]?.limits }), !limits.meter.isEmpty,
            let charger = limits.charger.first(where: { $0.device == device && $0.point == point })
        else { return nil }
        return FuseGuard(fuseA: limits.fuseA, nominalVoltageV: limits.nominalVoltageV).ceiling(
            phases: phases(limits, chargerDevice: device, now: now), lowestA: charger.lowestA, highestA: charger.highestA)
    }
}
