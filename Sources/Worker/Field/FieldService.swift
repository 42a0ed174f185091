internal import Clock
internal import Database
internal import Logging
internal import Site

/// Owns connections: claims gateways, keeps a poller on each, and follows changes of the registry.
struct FieldService: Sendable {
    let worker: String
    let database: Database
    let links: LinkDirectory
    let sink: TelemetrySink
    let latest: LatestValues
    let clock: any WallClock
    /// Rung when the registry changed.
    let registryChanged: Doorbell
    let settingsRead: Doorbell
    let logger: Logger

    /// A lost gateway is somebody else's after this long; renewed at a third of it.
    static let lease = Duration.seconds(30)

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var pollers: [String: Poller] = [:]
            var plans = Plans()
            try await clock.participating {
                while true {
                    do {
                        pollers = try await follow(pollers, &plans, in: &group)
                    } catch is CancellationError {
                        throw CancellationError()
                    } catch {
                        // Without the database the pollers go on: what they own they own until somebody else can take it.
                        logger.debug("gateways were not renewed", metadata: ["error": "\(error)"])
                    }
                    if try await registryChanged.sleep(until: clock.now + Self.lease / 3, on: clock) { plans = Plans() }
                }
            }
        }
    }

    private struct Poller {
        let gateway: Gateway
        let blocks: [PollBlock]
        let derivations: [String: [Derivation]]
        let task: Task<Void, Never>
    }

    /// What to read, by site; asked again when the registry changed, and every few minutes in case nobody said so.
    private struct Plans {
        var readAt: Instant?
        var blocks: [String: [PollBlock]] = [:]
        var derivations: [String: [String: [Derivation]]] = [:]
    }

    /// Starts pollers for new gateways, ends those that were lost, restarts those whose plan changed.
    private func follow(
        _ old: [String: Poller], _ plans: inout Plans, in group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> [String: Poller] {
        let gateways = try await database.gatewayClaim(worker: worker, at: clock.now, lease: Self.lease)
        if plans.readAt.map({ clock.now - $0 > .seconds(600) }) ?? true { plans = Plans(readAt: clock.now) }
        for site in Set(gateways.map(\.siteID)) where plans.blocks[site] == nil {
            plans.derivations[site] = try await database.pollDerivation(siteID: site)
            plans.blocks[site] = try await database.pollPlan(siteID: site)
        }
        var pollers: [String: Poller] = [:]
        for gateway in gateways {
            let key = gateway.siteID + "/" + gateway.gatewayID
            let blocks = plans.blocks[gateway.siteID] ?? []
            let derivations = plans.derivations[gateway.siteID] ?? [:]
            let own = blocks.filter { $0.gatewayID == gateway.gatewayID }
            let derived = derivations.filter { device, _ in own.contains { $0.device == device } }
            if let running = old[key], running.gateway == gateway, running.blocks == own, running.derivations == derived {
                pollers[key] = running
                continue
            }
            old[key]?.task.cancel()
            let link = await links.open(gateway)
            let polls = DevicePoll.polls(siteID: gateway.siteID, gatewayID: gateway.gatewayID, blocks: blocks, derivations: derivations, now: clock.now)
            let poller = GatewayPoller(
                gateway: gateway, link: link, database: database, sink: sink, latest: latest, clock: clock, settingsRead: settingsRead, logger: logger)
            let task = Task { do { try await poller.run(polls) } catch { await link.close() } }
            group.addTask {
                await withTaskCancellationHandler { await task.value } onCancel: { task.cancel() }
            }
            pollers[key] = Poller(gateway: gateway, blocks: own, derivations: derived, task: task)
            logger.info("polling", metadata: ["gateway": "\(key)", "devices": "\(Set(polls.map(\.device)).sorted().joined(separator: " "))"])
        }
        for (key, poller) in old where pollers[key] == nil {
            poller.task.cancel()
            await links.close(poller.gateway)
            logger.info("gave a gateway up", metadata: ["gateway": "\(key)"])
        }
        return pollers
    }
}
