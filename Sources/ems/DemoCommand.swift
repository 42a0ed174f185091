import API
import ArgumentParser
import Clock
import Cluster
import Fetch
import Foundation
import Logging
import Migration
import Postgres
import ServiceLifecycle
import Simulator
import Site
import UnixSignals
import Worker

/// `ems demo`: a whole house on this machine, nothing else needed.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Run a whole simulated house: private PostgreSQL, migrations, devices, markets, worker and HTTP.",
        discussion: """
            Everything lives in the data directory and on loopback. Prices and weather come from the real services when the internet can be reached, else from
            the simulator; the devices are simulated either way. Start it again and the house goes on where it was. Ctrl-C ends it.
            """)

    @Option(name: .customLong("http-bind"), help: "Address and port to listen on (EMS_HTTP_BIND).")
    var bind = variable("EMS_HTTP_BIND") ?? "127.0.0.1:8080"

    @Option(help: "Everything invented follows from this number.")
    var seed: UInt64 = 1

    @Flag(name: .customLong("offline"), help: "Use the simulator's markets and weather even where the internet can be reached.")
    var offline = false

    @OptionGroup var common: CommonOptions
    @OptionGroup var api: APIOptions
    @OptionGroup var page: PageOptions

    func run() async throws {
        var logger = try common.logger()
        if variable("EMS_LOG_LEVEL") == nil, common.logLevel == "info" { logger.logLevel = .warning }
        let directory = URL(fileURLWithPath: common.dataDirectory).standardizedFileURL
        say("data directory \(directory.path)")

        let cluster = PrivateCluster(directory: directory.appendingPathComponent("postgresql"))
        let maintenance = try await cluster.start()
        say("PostgreSQL runs on its own port")
        let demo = DemoHouse(directory: directory, seed: seed, logger: logger)
        let uri = try await demo.migrate(cluster: cluster, maintenance: maintenance, say: say)
        let simulator = try await demo.startSimulator()
        try await demo.createSite(uri: uri, endpoints: simulator.endpoints)
        let isOnline = offline ? false : await reachesInternet()
        say(isOnline ? "prices and weather come from the real services" : "no internet: prices and weather come from the simulator (\(simulator.endpoints.url))")

        var worker = WorkerConfiguration(
            databaseURI: uri, name: "demo", dataDirectory: directory.path, endpoints: MarketEndpoints(base: isOnline ? nil : simulator.endpoints.url))
        worker.spoolMegabytes = 200
        let front = try await HTTPFront(
            api, page: try page.files(logger: logger), configuration: try api.configuration(), uri: try await demo.apiURI(uri: uri, cluster: cluster), workerURI: uri, bind: bind, clock: SystemClock(),
            logger: logger)
        let address = "\(try api.tls() == nil ? "http" : "https")://\(bind)"
        let progress = DemoProgress(uri: uri, address: address, setupLink: try await demo.setupLink(uri: uri, address: address), say: say)
        let services: [any Service] =
            [simulator.simulator] + front.services + [try Worker(worker, clock: SystemClock(), logger: logger), progress]
        try await ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
        await front.api.close()
        try await cluster.stop()
        say("stopped; start again and the house goes on")
    }

    private func reachesInternet() async -> Bool {
        let client = HTTPClient(limits: HTTPLimits(connect: .seconds(3), total: .seconds(4)))
        return (try? await client.send(HTTPRequest(.get, "https://api.energy-charts.info/"))) != nil
    }

    /// Each line is seen as it is said, in a pipe too.
    private func say(_ text: String) { try? FileHandle.standardOutput.write(contentsOf: Data("ems demo: \(text)\n".utf8)) }
}
