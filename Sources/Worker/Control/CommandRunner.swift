internal import Clock
internal import Database
internal import Guard
internal import Logging
internal import Postgres
internal import Site

/// Carries commands out: reads what a register holds, writes only what differs, reads back, and tells the database each step.
struct CommandRunner: Sendable {
    let worker: String
    let database: Database
    let links: LinkDirectory
    let guardState: GuardState
    let clock: any WallClock
    let logger: Logger

    /// A value that has not arrived after this long will not.
    static let readBackLimit = Duration.seconds(9)

    /// Carries out the commands of one site; devices one after the other, each in its order.
    func run(_ commands: [DueCommand], siteID: String) async {
        var order: [String] = []
        for command in commands where !order.contains(command.device) { order.append(command.device) }
        for device in order {
            await run(commands.filter { $0.device == device }, siteID: siteID, device: device)
        }
    }

    private func run(_ commands: [DueCommand], siteID: String, device: String) async {
        guard let gateway = commands.first?.gatewayID, let link = await links.link(siteID: siteID, gatewayID: gateway) else { return }
        do {
            // Nothing is written before the owner's settings are on disk: only so `ems restore` can give them back.
            if !guardState.keepsOwner(siteID: siteID, device: device) {
                try guardState.update(siteID: siteID, document: try await database.guardLimits(siteID: siteID))
            }
        } catch {
            logger.warning("commands wait until the owner's settings are on disk", metadata: ["device": "\(device)", "error": "\(error)"])
            return
        }
        var items: [WriteBatch.Item] = []
        for command in commands {
            do {
                try CommandGuard.check(
                    value: command.value, lowest: command.lowest, highest: command.highest, hasRegister: command.address != nil || command.register.path != nil,
                    expiresAt: command.expiresAt, now: clock.now, ceiling: guardState.ceiling(siteID: siteID, device: device, point: command.register.point, now: clock.now))
                if let item = try await prepare(command, link, siteID: siteID) { items.append(item) }
            } catch let refusal as CommandGuard.Refusal {
                await fail(command, siteID, .failed, refusal.description)
            } catch let error as LinkError {
                await fail(command, siteID, error.kind == .refused ? .failed : .timeout, error.description)
                // A silent device is not asked again for each of its settings.
                if error.kind == .silent { return }
            } catch let error as RegisterRangeError {
                await fail(command, siteID, .failed, error.description)
            } catch {
                logger.warning("commands wait for the database", metadata: ["device": "\(device)", "error": "\(error)"])
                return
            }
        }
        for batch in WriteBatch.batches(items) { await write(batch, link, siteID: siteID) }
    }

    /// Reads the register. A setting that holds its value already is verified without a write; a virtual input is written here.
    private func prepare(_ command: DueCommand, _ link: any FieldLink, siteID: String) async throws -> WriteBatch.Item? {
        switch try await link.read(command.request) {
        case .words(let held):
            let wanted = try command.register.words(for: command.value, current: held)
            if held != wanted { return WriteBatch.Item(command: command, held: held, wanted: wanted) }
            try await alreadyHeld(command, value: command.register.number(in: held) ?? command.value, siteID: siteID)
        case .number(let held):
            if held == command.value {
                try await alreadyHeld(command, value: held, siteID: siteID)
                return nil
            }
            guard try await database.commandSent(siteID: siteID, commandID: command.commandID, worker: worker, valueBefore: held, write: true, at: clock.now) == .go else { return nil }
            try await link.write(.input(path: command.register.path ?? "", value: command.value))
            try await database.commandAcked(siteID: siteID, commandID: command.commandID, at: clock.now)
            try await clock.sleep(for: command.settle)
            await readBack([command], link, siteID: siteID)
        }
        return nil
    }

    private func alreadyHeld(_ command: DueCommand, value: Double, siteID: String) async throws {
        let verdict = try await database.commandSent(siteID: siteID, commandID: command.commandID, worker: worker, valueBefore: value, write: false, at: clock.now)
        guard verdict == .go else { return }
        try await database.commandAcked(siteID: siteID, commandID: command.commandID, at: clock.now)
        _ = try await database.commandVerified(siteID: siteID, commandID: command.commandID, valueRead: value, at: clock.now)
    }

    private func write(_ batch: WriteBatch, _ link: any FieldLink, siteID: String) async {
        do {
            var going: [WriteBatch.Item] = []
            for item in batch.items {
                let before = item.command.register.number(in: item.held)
                let verdict = try await database.commandSent(
                    siteID: siteID, commandID: item.command.commandID, worker: worker, valueBefore: before, write: true, at: clock.now)
                if verdict == .go { going.append(item) }
            }
            // One register of the batch may have used up its budget: the rest is joined anew.
            for part in going.count == batch.items.count ? [batch] : WriteBatch.batches(going) {
                do {
                    try await link.write(
                        .registers(unit: part.unit, sunspecModel: part.sunspecModel, address: part.address, words: part.words, function: part.function))
                } catch {
                    for item in part.items { await fail(item.command, siteID, error.kind == .refused ? .failed : .timeout, error.description) }
                    continue
                }
                for item in part.items { try await database.commandAcked(siteID: siteID, commandID: item.command.commandID, at: clock.now) }
                try await clock.sleep(for: part.items.map(\.command.settle).max() ?? .zero)
                await readBack(part.items.map(\.command), link, siteID: siteID)
            }
        } catch {
            logger.warning("a write waits for the database", metadata: ["site": "\(siteID)", "error": "\(error)"])
        }
    }

    /// Reads settings until they are what they should be, or the limit has passed; the database judges the last value read.
    private func readBack(_ commands: [DueCommand], _ link: any FieldLink, siteID: String) async {
        let limit = clock.now + Self.readBackLimit
        for command in commands {
            do {
                var read: Double?
                var failure: LinkError?
                while true {
                    do throws(LinkError) {
                        switch try await link.read(command.request) {
                        case .words(let words): read = command.register.number(in: words)
                        case .number(let number): read = number
                        }
                    } catch {
                        failure = error
                    }
                    if let read, abs(read - command.value) <= abs(command.register.scale) / 2 { break }
                    if command.purpose == "clock" || clock.now + .seconds(1) > limit { break }
                    try await clock.sleep(for: .seconds(1))
                }
                if let read {
                    _ = try await database.commandVerified(siteID: siteID, commandID: command.commandID, valueRead: read, at: clock.now)
                } else {
                    await fail(command, siteID, .timeout, failure?.description ?? "no value was read back")
                }
            } catch {
                logger.warning("a read-back waits for the database", metadata: ["site": "\(siteID)", "error": "\(error)"])
            }
        }
    }

    private func fail(_ command: DueCommand, _ siteID: String, _ failure: Database.CommandFailure, _ error: String) async {
        do {
            try await database.commandFailed(siteID: siteID, commandID: command.commandID, failure, error: error, at: clock.now)
        } catch {
            logger.warning("a failed command could not be noted", metadata: ["command": "\(command.commandID)", "error": "\(error)"])
        }
    }
}

extension DueCommand {
    /// The register alone.
    var request: ReadRequest {
        if let path = register.path { return .input(path: path) }
        return .registers(unit: unitID, space: space, sunspecModel: sunspecModel, address: address ?? 0, count: register.words)
    }
}
