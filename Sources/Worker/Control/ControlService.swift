internal import Clock
internal import Database
internal import Logging
internal import Site

/// Asks what is due and carries it out: when somebody rings, and every few seconds in case nobody did.
struct ControlService: Sendable {
    let worker: String
    let database: Database
    let runner: CommandRunner
    let clock: any WallClock
    /// Rung by notifications: a command, an override, a changed site.
    let commandsDue: Doorbell
    /// Rung after settings were read.
    let settingsRead: Doorbell
    let logger: Logger

    static let period = Duration.seconds(10)

    func run() async throws {
        try await clock.participating {
            while true {
                // A round that has begun is brought to its end: nothing is left half written.
                await Task { await carryOut() }.value
                try await commandsDue.sleep(until: clock.now.floored(to: Self.period) + Self.period, on: clock)
            }
        }
    }

    /// After settings were read, decides anew: what somebody else changed is set again, what was not known before is decided now.
    func followSettings() async throws {
        try await clock.participating {
            while true {
                try await settingsRead.sleep(until: clock.now + .seconds(120), on: clock)
                // Several devices are read within a moment of each other: one decision for all.
                try await clock.sleep(for: .seconds(2))
                settingsRead.hush()
                await decide()
            }
        }
    }

    func decide() async {
        do {
            for site in try await database.workerSite() where site.controls {
                if try await database.setpointMake(siteID: site.siteID, at: clock.now).commands > 0 { commandsDue.ring() }
            }
        } catch {
            logger.debug("setpoints wait for the database", metadata: ["error": "\(error)"])
        }
    }

    /// One round: everything that is due now, of all sites.
    func carryOut() async {
        do {
            for site in try await database.workerSite() {
                let due = try await database.setpointDue(siteID: site.siteID, worker: worker, at: clock.now)
                if !due.isEmpty { await runner.run(due, siteID: site.siteID) }
            }
        } catch {
            logger.debug("commands wait for the database", metadata: ["error": "\(error)"])
        }
    }

    /// Gives all devices back to their owners before the worker ends: asks for it, and carries it out with its retries.
    func release(_ reason: String) async {
        do {
            for site in try await database.workerSite() {
                var left = try await database.controlRelease(siteID: site.siteID, reason: reason, at: clock.now)
                for _ in 0..<4 where left > 0 {
                    let due = try await database.setpointDue(siteID: site.siteID, worker: worker, at: clock.now)
                    left = due.count
                    await runner.run(due, siteID: site.siteID)
                }
            }
        } catch {
            logger.warning("devices could not be given back through the database", metadata: ["error": "\(error)"])
        }
    }
}
