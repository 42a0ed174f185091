public import Clock
internal import Database
internal import Foundation
internal import Guard
public import Logging
internal import Site

/// Gives devices back to their owners without a database and without a worker: after it was killed, or when it is taken away.
///
/// Works from the guard's documents on disk. What a device holds already is not written.
public struct Restorer: Sendable {
    private let directory: URL
    private let secrets: Secrets
    private let clock: any WallClock
    private let logger: Logger

    public init(dataDirectory: String, clock: any WallClock, logger: Logger) {
        directory = URL(fileURLWithPath: dataDirectory).appendingPathComponent("guard")
        secrets = Secrets(directory: dataDirectory)
        self.clock = clock
        self.logger = logger
    }

    /// What came of it.
    public struct Outcome: Sendable, Equatable {
        public var written = 0
        public var unchanged = 0
        /// `device point: why`.
        public var failed: [String] = []
    }

    /// - Parameter dryRun: true says what would be written and writes nothing.
    public func restore(dryRun: Bool = false) async -> Outcome {
        var outcome = Outcome()
        for document in GuardState.stored(in: directory) {
            let limits: GuardLimits
            do { limits = try document.get() } catch {
                outcome.failed.append("\(error)")
                continue
            }
            let links = LinkDirectory(secrets: secrets, logger: logger)
            for setting in limits.owner {
                do {
                    guard let link = try await link(setting, limits, links) else { continue }
                    if try await OwnerWriter(clock: clock).write(setting, setting.value, link, dryRun: dryRun) {
                        outcome.written += 1
                        logger.notice(
                            dryRun ? "would be given back" : "given back",
                            metadata: ["site": "\(limits.site)", "device": "\(setting.device)", "point": "\(setting.point)", "value": "\(setting.value)"])
                    } else {
                        outcome.unchanged += 1
                    }
                } catch {
                    outcome.failed.append("\(setting.device) \(setting.point): \(error)")
                }
            }
            await links.closeAll()
        }
        return outcome
    }

    private func link(_ setting: GuardLimits.OwnerSetting, _ limits: GuardLimits, _ links: LinkDirectory) async throws -> (any FieldLink)? {
        if let open = await links.link(siteID: limits.site, gatewayID: setting.gateway) { return open }
        guard let connection = limits.gateway[setting.gateway], let kind = Gateway.Kind(rawValue: connection.protocol) else { return nil }
        return await links.open(
            Gateway(
                siteID: limits.site, gatewayID: setting.gateway, kind: kind, host: connection.host, port: connection.port,
                connectTimeout: .milliseconds(connection.connectTimeoutMs), responseTimeout: .milliseconds(connection.responseTimeoutMs),
                requestGap: .milliseconds(connection.requestGapMs), secretName: connection.secretName, tls: connection.tls))
    }
}
