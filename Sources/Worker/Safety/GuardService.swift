internal import Clock
internal import Database
internal import Guard
internal import Logging
internal import Site

/// The last-stage guard: keeps its limits fresh, holds the main fuse, and gives devices back whose setpoints ran out while the database is away.
struct GuardService: Sendable {
    let worker: String
    let database: Database
    let links: LinkDirectory
    let state: GuardState
    let latest: LatestValues
    let clock: any WallClock
    let logger: Logger

    /// How often the fuse is looked at.
    static let period = Duration.seconds(2)
    /// How long a setpoint that ran out may wait for a database that comes back.
    static let grace = Duration.seconds(120)

    func run() async throws {
        try await clock.participating {
            var refreshAt = clock.now
            var databaseSeenAt = clock.now
            while true {
                if clock.now >= refreshAt {
                    if await refresh() { databaseSeenAt = clock.now }
                    refreshAt = clock.now + .seconds(60)
                }
                for limits in state.sites where limits.controlMode == "control" { await holdFuse(limits) }
                if clock.now - databaseSeenAt > Self.grace {
                    for limits in state.sites { await giveBack(limits, Set(limits.expired(at: clock.now, grace: Self.grace))) }
                }
                try await clock.sleep(for: Self.period)
            }
        }
    }

    /// Reads the limits of all sites; false while the database is away.
    private func refresh() async -> Bool {
        do {
            for site in try await database.workerSite() {
                try state.update(siteID: site.siteID, document: try await database.guardLimits(siteID: site.siteID))
            }
            return true
        } catch {
            logger.debug("the guard's limits were not refreshed", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// Lowers chargers that draw more than the fuse leaves; the plan raises them again when there is room.
    private func holdFuse(_ limits: GuardLimits) async {
        let fuse = FuseGuard(fuseA: limits.fuseA, nominalVoltageV: limits.nominalVoltageV)
        for charger in limits.charger {
            guard !limits.meter.isEmpty, let setting = limits.owner.first(where: { $0.device == charger.device && $0.point == charger.point }),
                let link = await links.link(siteID: limits.site, gatewayID: setting.gateway)
            else { continue }
            let drawn = latest.reading(siteID: limits.site, device: charger.device, point: "car_l1_current_a")
            guard let drawn, drawn.value > 1 else { continue }
            let phases = state.phases(limits, chargerDevice: charger.device, now: clock.now)
            if let phases, !fuse.isOverloaded(phases) { continue }
            let ceiling = fuse.ceiling(phases: phases, lowestA: charger.lowestA, highestA: charger.highestA)
            guard drawn.value > ceiling + 0.5 else { continue }
            let code = phases == nil ? "grid_meter_stale" : "fuse_exceeded"
            logger.warning("the charger is lowered", metadata: ["site": "\(limits.site)", "device": "\(charger.device)", "ampere": "\(ceiling)", "reason": "\(code)"])
            do {
                try await write(setting, ceiling, link)
                try await database.guardWrote(
                    siteID: limits.site, device: charger.device, point: charger.point, value: ceiling, worker: worker, code: code,
                    message: "\(charger.device) was lowered to \(Int(ceiling)) A", at: clock.now)
            } catch {
                logger.error("the charger could not be lowered", metadata: ["device": "\(charger.device)", "error": "\(error)"])
            }
        }
    }

    /// Writes the owner's settings of devices back, register by register, without the database.
    func giveBack(_ limits: GuardLimits, _ devices: Set<String>) async {
        for setting in limits.owner where devices.contains(setting.device) {
            guard let link = await links.link(siteID: limits.site, gatewayID: setting.gateway) else { continue }
            do {
                try await write(setting, setting.value, link)
            } catch {
                logger.warning("a setting could not be given back", metadata: ["device": "\(setting.device)", "point": "\(setting.point)", "error": "\(error)"])
            }
        }
    }

    private func write(_ setting: GuardLimits.OwnerSetting, _ value: Double, _ link: any FieldLink) async throws {
        try await OwnerWriter(clock: clock).write(setting, value, link)
    }
}
