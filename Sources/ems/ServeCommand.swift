import API
import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals
import Worker

/// `ems serve`: jobs, control and HTTP in one process; each can be left to others.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the worker and serve HTTP.",
        discussion: """
            Polls devices, runs jobs, writes setpoints, and answers HTTP: /rest/ (PostgREST's language), /api/v1/ (triggers), /live and /ready.
            Several processes share the work of one database: leases keep them out of each other's way. With --no-jobs --no-control it is the API alone,
            over any database and schema.
            """)

    @Option(name: .customLong("database-url"), help: "libpq URI of a member of ems_worker (EMS_DATABASE_URL).")
    var databaseURL = variable("EMS_DATABASE_URL")

    @Option(name: .customLong("api-database-url"), help: "libpq URI of the API's login role, authenticator; the worker's by default (EMS_API_DATABASE_URL).")
    var apiDatabaseURL = variable("EMS_API_DATABASE_URL")

    @Option(name: .customLong("http-bind"), help: "Address and port to listen on (EMS_HTTP_BIND).")
    var bind = variable("EMS_HTTP_BIND") ?? "127.0.0.1:8080"

    @Flag(name: .customLong("no-http"), help: "Leave HTTP to other processes.")
    var noHTTP = false

    @OptionGroup var common: CommonOptions
    @OptionGroup var worker: WorkerOptions
    @OptionGroup var api: APIOptions
    @OptionGroup var page: PageOptions

    func run() async throws {
        guard let databaseURL else { throw ValidationError("No database: give --database-url or EMS_DATABASE_URL.") }
        let logger = try common.logger()
        let clock = try worker.clock()
        var services: [any Service] = []
        var front: HTTPFront?
        if !noHTTP {
            front = try await HTTPFront(
                api, page: try page.files(logger: logger), configuration: try api.configuration(), uri: apiDatabaseURL ?? databaseURL, workerURI: databaseURL, bind: bind, clock: clock, logger: logger)
            services += front?.services ?? []
        }
        if !(worker.noJobs && worker.noControl) {
            services.append(try Worker(worker.configuration(databaseURI: databaseURL, dataDirectory: common.dataDirectory), clock: clock, logger: logger))
        }
        guard !services.isEmpty else { throw ValidationError("Nothing to do: --no-http, --no-jobs and --no-control leave nothing.") }
        try await ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
        await front?.api.close()
    }
}
