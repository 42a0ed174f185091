import Clock
import Foundation
import Logging
import Postgres
import ServiceLifecycle
import Simulator
import Site
import TestSupport
import Worker

/// A simulated house with the real worker, on a clone of the migrated database, living by a clock that steps from deadline to deadline.
final class LivingHouse: Sendable {
    let uri: String
    let start: Instant
    let configuration: SimulatorConfiguration
    let clock: LockstepClock
    let simulator: Simulator
    let endpoints: SimulatorEndpoints
    let directory: String
    let logger: Logger

    init(uri: String, start: Instant, seed: UInt64 = 1, configure: (inout SimulatorConfiguration) -> Void = { _ in }) async throws {
        self.uri = uri
        self.start = start
        clock = LockstepClock(start: start, limit: start)
        var configuration = SimulatorConfiguration()
        configuration.seed = seed
        configuration.warmUp = .seconds(86_400)
        configuration.loxone.inputs = [
            "EMS_BatteryMode", "EMS_PriceRank", "EMS_BuyPrice", "EMS_SellPrice", "EMS_BatteryPower", "EMS_CarPower", "EMS_HeatPumpPower",
        ]
        configure(&configuration)
        self.configuration = configuration
        simulator = try Simulator(configuration, clock: clock)
        endpoints = try await simulator.start()
        directory = NSTemporaryDirectory() + "ems-house-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory + "/secrets", withIntermediateDirectories: true)
        try "\(configuration.loxone.user):\(configuration.loxone.password)".write(toFile: directory + "/secrets/loxone", atomically: true, encoding: .utf8)
        var logger = Logger(label: "house")
        logger.logLevel = ProcessInfo.processInfo.environment["EMS_TEST_LOG"].flatMap { Logger.Level(rawValue: $0) } ?? .error
        self.logger = logger
    }

    /// Makes site `home01` with the simulator's addresses.
    /// - Parameters:
    ///   - poll: how often measured values are read; nil leaves the devices' own periods.
    ///   - replan: how often a rolling plan is made; nil leaves the job's own period.
    func createSite(mode: String = "control", poll: Duration? = nil, replan: Duration? = nil) async throws {
        let connection = try await PostgresConnection(uri)
        try await DemoSite.create(connection, endpoints, mode: mode, at: clock.now)
        if let poll {
            try await connection.query("update ems.device set fast_poll = $1", [PostgresValue("\(poll.components.seconds) s")])
        }
        if let replan {
            try await connection.query("update ems.job_kind set every = $1 where job = 'plan_rolling'", [PostgresValue("\(replan.components.seconds) s")])
        }
        await connection.close()
    }

    /// Runs a worker while `body` runs, then shuts it down gracefully.
    func withWorker(name: String = "worker-1", _ body: () async throws -> Void) async throws {
        let worker = try Worker(
            WorkerConfiguration(databaseURI: uri, name: name, dataDirectory: directory, endpoints: MarketEndpoints(base: endpoints.url)), clock: clock, logger: logger)
        let group = ServiceGroup(services: [worker], gracefulShutdownSignals: [], logger: logger)
        let running = Task { try await group.run() }
        do {
            try await begun()
            try await body()
        } catch {
            running.cancel()
            _ = await running.result
            throw error
        }
        clock.extend(to: clock.now + .seconds(600))
        await group.triggerGracefulShutdown()
        try await running.value
    }

    /// Waits until every loop of the worker has begun and sleeps: only then may time pass.
    private func begun() async throws {
        var (asleep, since) = (0, 0)
        while asleep == 0 || since < 20 {
            try await Task.sleep(for: .milliseconds(25))
            let now = clock.allAsleep ?? 0
            since = now == asleep ? since + 1 : 0
            asleep = now
        }
    }

    /// Lets time pass until `instant`, and everything that happens on the way happen.
    func live(until instant: Instant) async throws {
        // Taking part before the limit moves keeps the clock from running past what the worker has begun.
        try await clock.participating {
            clock.extend(to: instant)
            try await clock.sleep(until: instant)
        }
    }

    func close() async {
        await simulator.stop()
        try? FileManager.default.removeItem(atPath: directory)
    }
}
