import Clock
import Cluster
import Database
import Foundation
import Logging
import Migration
import Postgres
import Simulator
import Site

/// The parts of the demo: its database, its simulator, its site `home01`.
struct DemoHouse {
    let directory: URL
    let seed: UInt64
    let logger: Logger

    typealias Say = (String) -> Void

    /// Makes database `ems` where it is missing and brings it up to date; returns its URI.
    func migrate(cluster: PrivateCluster, maintenance: String, say: Say) async throws -> String {
        let connection = try await PostgresConnection(maintenance)
        if try await connection.query("select from pg_database where datname = 'ems'").isEmpty { try await connection.script("create database ems") }
        await connection.close()
        let uri = try cluster.uri(database: "ems")
        let executable = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        guard let project = Migrator.project(around: URL(fileURLWithPath: FileManager.default.currentDirectoryPath)) ?? Migrator.project(around: executable) else {
            throw DemoError("flyway.conf was not found, neither here nor above \(executable.path); run the demo inside the project")
        }
        let summary = try await Migrator(project: project, databaseURI: uri).migrate()
        say("database ems: \(summary.applied.isEmpty ? "up to date" : "\(summary.applied.count) migrations applied")")
        return uri
    }

    /// Opens the simulator's ports, the same ones as last time where they are free.
    func startSimulator() async throws -> (simulator: Simulator, endpoints: SimulatorEndpoints) {
        var configuration = SimulatorConfiguration()
        configuration.seed = seed
        configuration.warmUp = .seconds(86_400)
        configuration.loxone.inputs = [
            "EMS_BatteryMode", "EMS_PriceRank", "EMS_BuyPrice", "EMS_SellPrice", "EMS_BatteryPower", "EMS_CarPower", "EMS_HeatPumpPower",
        ]
        let secrets = directory.appendingPathComponent("secrets")
        try FileManager.default.createDirectory(at: secrets, withIntermediateDirectories: true)
        let login = Data("\(configuration.loxone.user):\(configuration.loxone.password)".utf8)
        _ = FileManager.default.createFile(atPath: secrets.appendingPathComponent("loxone").path, contents: login, attributes: [.posixPermissions: 0o600])
        let simulator = try Simulator(configuration, clock: SystemClock())
        return (simulator, try await simulator.start())
    }

    /// Makes or completes site `home01`, and tells it where the simulator listens today.
    func createSite(uri: String, endpoints: SimulatorEndpoints) async throws {
        func entry(_ port: UInt16, _ rest: String = "") -> String { #"{"host": "\#(endpoints.host)", "port": \#(port)\#(rest)}"# }
        let gateways = """
            {"inverter": \(entry(endpoints.port(.inverter), #", "line": "9600 8N1""#)), "meter": \(entry(endpoints.port(.gridMeter))),
             "charger": \(entry(endpoints.port(.charger))), "heat_pump": \(entry(endpoints.port(.heatPump), #", "line": "9600 8E1""#)),
             "garage": \(entry(endpoints.port(.garagePV))), "building": \(entry(endpoints.ports.http, #", "secret_name": "loxone""#))}
            """
        let connection = try await PostgresConnection(uri)
        try await connection.query("select ems.fn_demo_site('home01', 'Demo house', $1, 'control', now())", [PostgresValue(gateways)])
        await connection.close()
    }

    /// The API's own login: `authenticator`, with the cluster's password.
    func apiURI(uri: String, cluster: PrivateCluster) async throws -> String {
        guard let password = uri.split(separator: "@").first?.split(separator: ":").last.map(String.init) else { return uri }
        let connection = try await PostgresConnection(uri)
        try await connection.script("alter role authenticator login password \(password.sqlLiteral)")
        await connection.close()
        return uri.replacing("//postgres:", with: "//authenticator:", maxReplacements: 1)
    }

    /// The page's address to make the first administrator at, once; nil where there is one.
    func setupLink(uri: String, address: String) async throws -> String? {
        let database = Database(uri, size: 1, applicationName: "ems-demo")
        let token = try await database.setupToken(at: SystemClock().now)
        await database.close()
        return token.map { "\(address)/setup?token=\($0)" }
    }
}

struct DemoError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
