public import Clock
internal import HTTPServer
internal import Hummingbird
internal import Logging
internal import NIOCore
public import ServiceLifecycle
internal import Site
internal import Synchronization

/// A simulated house behind real servers: its devices over Modbus TCP; markets, weather and a Miniserver over HTTP.
///
/// The house lives by the clock it is given and takes no part in it, except that it wakes where a fault with a time limit
/// begins or ends.
public final class Simulator: Service {
    private struct Running {
        var endpoints: SimulatorEndpoints
        var http: ServiceGroup
        var httpTask: Task<Void, any Error>
        var edges: Task<Void, Never>?
    }

    public let house: SimulatedHouse
    private let configuration: SimulatorConfiguration
    private let lines: ModbusLines
    private let logger: Logger
    private let running = Mutex<Running?>(nil)

    /// - Throws: where the configuration cannot be.
    public convenience init(_ configuration: SimulatorConfiguration, clock: any WallClock) throws(SimulatorError) {
        try self.init(configuration, clock: clock, logger: Logger(label: "simulator"))
    }

    init(_ configuration: SimulatorConfiguration, clock: any WallClock, logger: Logger) throws(SimulatorError) {
        let model = try HouseModel(configuration)
        self.configuration = configuration
        self.logger = logger
        house = SimulatedHouse(model, configuration: configuration, clock: clock)
        lines = ModbusLines(house: house, configuration: configuration, logger: logger)
    }

    /// What is wrong; may be changed at any time.
    public var faults: FaultBoard { house.faults }

    /// Every write that reached a device.
    public var writeLog: WriteLog { house.writeLog }

    /// Opens all ports.
    /// - Returns: where it listens.
    /// - Throws: where a port is taken.
    @discardableResult
    public func start() async throws -> SimulatorEndpoints {
        if let endpoints = running.withLock({ $0?.endpoints }) { return endpoints }
        var endpoints = SimulatorEndpoints(host: configuration.bind, ports: configuration.ports)
        do {
            try lines.start(&endpoints.ports)
            let (http, task, port) = try await serveHTTP()
            endpoints.ports.http = port
            let state = Running(endpoints: endpoints, http: http, httpTask: task)
            running.withLock { $0 = state }
        } catch {
            lines.stop()
            throw error
        }
        faults.onChange { [weak self] in self?.faultsChanged() }
        watchEdges()
        return endpoints
    }

    /// Closes all ports. The house stays as it is and can be started again.
    public func stop() async {
        faults.onChange(nil)
        guard let state = running.withLock({ $0.take() }) else { return }
        state.edges?.cancel()
        await state.edges?.value
        await state.http.triggerGracefulShutdown()
        _ = await state.httpTask.result
        lines.stop()
    }

    /// Starts unless it runs, and stops on graceful shutdown or cancellation.
    public func run() async throws {
        let endpoints = try await start()
        logger.info("simulating a house", metadata: ["simulator.url": "\(endpoints.url)"])
        try? await gracefulShutdown()
        await stop()
    }

    private func serveHTTP() async throws -> (ServiceGroup, Task<Void, any Error>, UInt16) {
        let (ports, announce) = AsyncThrowingStream.makeStream(of: UInt16.self)
        var quiet = logger
        quiet.logLevel = .warning
        let application = Application(
            responder: SimulatorResponder(house: house, configuration: configuration), server: .closingHTTP1,
            configuration: ApplicationConfiguration(address: .hostname(configuration.bind, port: Int(configuration.ports.http))),
            onServerRunning: { announce.yield(UInt16($0.localAddress?.port ?? 0)) }, logger: quiet)
        let group = ServiceGroup(configuration: .init(services: [application], logger: quiet))
        let task = Task {
            do {
                try await group.run()
                announce.finish()
            } catch {
                announce.finish(throwing: error)
                throw error
            }
        }
        for try await port in ports { return (group, task, port) }
        throw SimulatorError("the HTTP server on \(configuration.bind):\(configuration.ports.http) ended before it listened")
    }

    private func faultsChanged() {
        lines.replug()
        watchEdges()
    }

    /// Sleeps to the next moment at which a fault begins or ends and plugs or unplugs what it concerns.
    private func watchEdges() {
        let next = faults.nextEdge(after: house.clock.now).map { _ in
            Task { [house, lines] in
                await house.clock.participating {
                    // An edge may have passed before this task took part in the clock.
                    lines.replug()
                    while let edge = house.faults.nextEdge(after: house.clock.now) {
                        do {
                            try await house.clock.sleep(until: edge)
                        } catch {
                            return
                        }
                        lines.replug()
                    }
                }
            }
        }
        let old = running.withLock { state in
            let old = state?.edges
            state?.edges = next
            return old
        }
        old?.cancel()
    }
}
