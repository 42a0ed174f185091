import API
import ArgumentParser
import Clock
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import UnixSignals

/// `ems serve`: the API over a database.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the PostgREST-style API under /rest.")

    @Option(name: .customLong("database-url"), help: "libpq URI of the login role (EMS_DATABASE_URL).")
    var databaseURL = ProcessInfo.processInfo.environment["EMS_DATABASE_URL"]

    @Option(name: .customLong("http-bind"), help: "Address and port to listen on (EMS_HTTP_BIND).")
    var bind = ProcessInfo.processInfo.environment["EMS_HTTP_BIND"] ?? "127.0.0.1:8080"

    @OptionGroup var api: APIOptions

    func run() async throws {
        guard let databaseURL else { throw ValidationError("No database: give --database-url or EMS_DATABASE_URL.") }
        guard let colon = bind.lastIndex(of: ":"), let port = Int(bind[bind.index(after: colon)...]) else {
            throw ValidationError("--http-bind (EMS_HTTP_BIND) is '\(bind)'; it must be host:port.")
        }
        let logger = Logger(label: "ems")
        let rest = try await RestAPI(
            try api.configuration(), database: databaseURL, connections: api.connections, clock: SystemClock(), logger: logger)
        let router = Router()
        router.add(middleware: rest.middleware())
        let application = Application(
            router: router, server: RestAPI.httpServer,
            configuration: .init(address: .hostname(String(bind[..<colon]), port: port), serverName: "ems"), logger: logger)
        let services = ServiceGroup(
            services: [rest.cacheService, application, CacheSignalService(rest, logger)], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger)
        try await services.run()
        await rest.close()
    }
}

/// SIGUSR1 renews the schema cache, as it does PostgREST's.
private struct CacheSignalService: Service {
    private let api: RestAPI
    private let logger: Logger

    init(_ api: RestAPI, _ logger: Logger) {
        self.api = api
        self.logger = logger
    }

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sigusr1).cancelOnGracefulShutdown() {
            do { try await api.reloadSchemaCache() } catch {
                logger.warning("schema cache could not be renewed", metadata: ["error": "\(error)"])
            }
        }
    }
}
