public import Clock
internal import Database
internal import Fetch
internal import Foundation
public import Logging
public import ServiceLifecycle
internal import Site

/// How one worker is set up.
public struct WorkerConfiguration: Sendable {
    /// libpq URI of a role that is a member of `ems_worker`.
    public var databaseURI: String
    /// Unique among the workers of one database.
    public var name: String
    /// Spool, guard documents and secrets.
    public var dataDirectory: String
    public var spoolMegabytes: Int
    public var endpoints: MarketEndpoints
    public var runsJobs: Bool
    public var controls: Bool

    public init(
        databaseURI: String, name: String, dataDirectory: String, spoolMegabytes: Int = 200, endpoints: MarketEndpoints = MarketEndpoints(), runsJobs: Bool = true,
        controls: Bool = true
    ) {
        self.databaseURI = databaseURI
        self.name = name
        self.dataDirectory = dataDirectory
        self.spoolMegabytes = spoolMegabytes
        self.endpoints = endpoints
        self.runsJobs = runsJobs
        self.controls = controls
    }
}

/// The hands of the house: telemetry in, setpoints out, jobs carried. It has no opinions; those are in SQL.
///
/// Starts without the database and waits for it. On graceful shutdown it finishes its writes, gives the devices back to their owners, and closes.
public struct Worker: Service {
    private let configuration: WorkerConfiguration
    private let clock: any WallClock
    private let logger: Logger
    private let database: Database
    private let field: FieldService
    private let sink: TelemetrySink
    private let control: ControlService
    private let jobs: JobService
    private let guarding: GuardService
    private let links: LinkDirectory
    private let listener: Listener

    /// - Throws: when the data directory cannot be used.
    public init(_ configuration: WorkerConfiguration, clock: any WallClock, logger: Logger) throws {
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
        let directory = URL(fileURLWithPath: configuration.dataDirectory)
        let database = Database(configuration.databaseURI, size: 6)
        self.database = database
        let secrets = Secrets(directory: configuration.dataDirectory)
        let links = LinkDirectory(secrets: secrets, logger: logger)
        self.links = links
        let latest = LatestValues()
        let registryChanged = Doorbell()
        let settingsRead = Doorbell()
        let commandsDue = Doorbell()
        let requested = Doorbell()
        sink = TelemetrySink(
            database: database,
            spool: try Spool(directory: directory.appendingPathComponent("spool"), limitBytes: configuration.spoolMegabytes << 20, logger: logger),
            clock: clock, logger: logger)
        field = FieldService(
            worker: configuration.name, database: database, links: links, sink: sink, latest: latest, clock: clock, registryChanged: registryChanged,
            settingsRead: settingsRead, logger: logger)
        let state = try GuardState(directory: directory.appendingPathComponent("guard"), latest: latest, logger: logger)
        guarding = GuardService(worker: configuration.name, database: database, links: links, state: state, latest: latest, clock: clock, logger: logger)
        control = ControlService(
            worker: configuration.name, database: database,
            runner: CommandRunner(worker: configuration.name, database: database, links: links, guardState: state, clock: clock, logger: logger), clock: clock,
            commandsDue: commandsDue, settingsRead: settingsRead, logger: logger)
        jobs = JobService(
            worker: configuration.name, database: database,
            handlers: JobHandlers(
                database: database, endpoints: configuration.endpoints, secrets: secrets, http: HTTPClient(), clock: clock, commandsDue: commandsDue, logger: logger),
            clock: clock, requested: requested, logger: logger)
        listener = Listener(
            uri: configuration.databaseURI,
            heard: { event in
                switch event.kind {
                case "job": requested.ring()
                case "command": commandsDue.ring()
                case "override": settingsRead.ring()
                case "site", "registry":
                    registryChanged.ring()
                    settingsRead.ring()
                default: break
                }
            }, logger: logger)
    }

    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            group.addTask { try await sink.run() }
            group.addTask { try await aggregate() }
            if configuration.controls {
                group.addTask { try await field.run() }
                group.addTask { try await guarding.run() }
            }
            // Until the end of the process; the loops above end by being cancelled.
            group.addTask { await decide() }
            try await group.next()
            logger.info("ending")
            if configuration.controls { await clock.participating { await control.release("the worker ends") } }
            await end(&group)
        }
        try? await database.gatewayRelease(worker: configuration.name)
        await links.closeAll()
        await database.close()
    }

    /// Everything that decides and writes; none of it is left when this returns, so that devices given back stay so.
    private func decide() async {
        await withThrowingTaskGroup(of: Void.self) { group in
            if configuration.runsJobs { group.addTask { try await jobs.run() } }
            if configuration.controls {
                group.addTask { try await control.run() }
                group.addTask { try await control.followSettings() }
            }
            group.addTask { try await gracefulShutdown() }
            _ = try? await group.next()
            await end(&group)
        }
    }

    private func end(_ group: inout ThrowingTaskGroup<Void, any Error>) async {
        group.cancelAll()
        while let result = await group.nextResult() {
            if case .failure(let error) = result, !(error is CancellationError) {
                logger.error("a loop ended with an error", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Brings the aggregates of all sites forward once a minute.
    private func aggregate() async throws {
        try await clock.participating {
            while true {
                let next = clock.now.floored(to: .seconds(60)) + .seconds(60)
                // A few seconds after the minute, when its last reads are in.
                try await clock.sleep(until: next + .seconds(3))
                do {
                    for site in try await database.workerSite() {
                        while try await database.aggregateTelemetry(siteID: site.siteID, at: clock.now) > .zero {}
                    }
                } catch {
                    logger.debug("aggregates wait for the database", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
