import API
import ArgumentParser
import Clock
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import UnixSignals

/// Everything HTTP of one process: `/rest/`, `/api/v1/`, `/live` and `/ready`, and the page at `/`.
struct HTTPFront {
    let api: RestAPI
    let services: [any Service]

    /// - Parameters:
    ///   - page: what is served at `/`, if anything.
    ///   - uri: login role of the API; it becomes the role of each request's token.
    ///   - workerURI: a member of ems_worker, who may read what logins are signed with; the API's login may not.
    ///   - bind: `host:port`.
    ///   - onRunning: called with the port when it listens.
    init(
        _ options: APIOptions, page: PageFiles?, configuration: APIConfiguration, uri: String, workerURI: String, bind: String, clock: any WallClock, logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        guard let colon = bind.lastIndex(of: ":"), let port = Int(bind[bind.index(after: colon)...]) else {
            throw ValidationError("--http-bind (EMS_HTTP_BIND) is '\(bind)'; it must be host:port.")
        }
        let api = try await RestAPI(configuration, database: uri, connections: options.connections, clock: clock, logger: logger)
        let tls = try options.tls()
        let logins = LoginKeys(api: api, configuration: configuration, databaseURI: workerURI, logger: logger)
        await logins.accept()
        let router = Router(context: ClientContext.self)
        router.add(middleware: api.frontMiddleware(proxies: try TrustedProxies(options.trustedProxies), isSecure: tls != nil))
        router.add(middleware: api.healthMiddleware())
        let events = api.eventService(logger: logger)
        router.add(middleware: api.eventMiddleware(events))
        router.add(middleware: api.ingestMiddleware())
        router.add(middleware: api.documentationMiddleware())
        router.add(middleware: api.configurationMiddleware())
        router.add(middleware: api.controlMiddleware())
        router.add(middleware: api.middleware())
        if let page { router.add(middleware: PageMiddleware(page)) }
        let application = Application(
            router: router, server: try tls.map { try RestAPI.httpsServer($0) } ?? RestAPI.httpServer,
            configuration: .init(address: .hostname(String(bind[..<colon]), port: port), serverName: "ems"),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) }, logger: logger)
        self.api = api
        services = [api.cacheService, logins, application, CacheSignalService(api: api, logger: logger), events]
    }
}

/// SIGUSR1 renews the schema cache, as it does PostgREST's.
private struct CacheSignalService: Service {
    let api: RestAPI
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sigusr1).cancelOnGracefulShutdown() {
            do { try await api.reloadSchemaCache() } catch {
                logger.warning("schema cache could not be renewed", metadata: ["error": "\(error)"])
            }
        }
    }
}
