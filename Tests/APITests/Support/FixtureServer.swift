@testable import API
import Clock
import Hummingbird
import Logging
import Postgres
import Site
import TestSupport

/// A clock that stands still, so that tokens have a fixed age.
struct FixedClock: WallClock {
    var now = Instant(microseconds: 1_767_225_600_000_000)
    func sleep(until deadline: Instant) async throws {
        try await Task.sleep(for: .seconds(3600))
    }
}

/// A clock on which a pause is over at once, so that waiting for a retry costs a test nothing.
struct ImpatientClock: WallClock {
    var now: Instant { FixedClock().now }
    func sleep(until deadline: Instant) async throws { try await Task.sleep(for: .milliseconds(1)) }
}

/// The API over a fresh fixture database.
enum FixtureServer {
    static let secret = "reallyreallyreallyreallyverysafe"

    /// Writes are undone unless a case asks otherwise, so that cases do not depend on each other.
    static func configuration(_ change: (inout APIConfiguration) -> Void = { _ in }) -> APIConfiguration {
        var configuration = APIConfiguration(schemas: ["api", "v2"], anonymousRole: "apitest_anon", jwtSecret: secret)
        configuration.transactionEnd = .rollbackAllowOverride
        configuration.preRequest = "private.check_request"
        configuration.appSettings = ["app.settings.flavour": "plum"]
        change(&configuration)
        return configuration
    }

    /// Runs `body` with the login role's URI of a fresh fixture database and the superuser's.
    static func withDatabase<Value>(_ body: (_ login: String, _ superuser: String) async throws -> Value) async throws -> Value {
        try await TestDatabase.with(template: "template1") { uri in
            let connection = try await PostgresConnection(uri)
            try await connection.script(FixtureSchema.all)
            await connection.close()
            return try await body(login(uri), uri)
        }
    }

    /// Runs `body` with a client of a running API.
    static func with<Value: Sendable>(
        change: (inout APIConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (TestClient) async throws -> Value
    ) async throws -> Value {
        try await withDatabase { login, _ in try await with(login, configuration(change), body) }
    }

    static func with<Value: Sendable>(
        _ login: String, _ configuration: APIConfiguration, connections: Int = 2,
        _ body: @escaping @Sendable (TestClient) async throws -> Value
    ) async throws -> Value {
        var logger = Logger(label: "api-tests")
        logger.logLevel = .error
        let api = try await RestAPI(configuration, database: login, connections: connections, clock: FixedClock(), logger: logger)
        try await api.reloadSchemaCache()
        return try await serve(api, logger, body)
    }

    /// Runs `body` with a client of this API, and closes the API afterwards.
    static func serve<Value: Sendable>(
        _ api: RestAPI, _ logger: Logger, _ body: @escaping @Sendable (TestClient) async throws -> Value
    ) async throws -> Value {
        let router = Router()
        router.add(middleware: api.middleware())
        let value = try await TestServer.with(router, logger: logger, body)
        await api.close()
        return value
    }

    /// The same database as the login role.
    static func login(_ uri: String) -> String {
        guard let at = uri.lastIndex(of: "@") else { return uri }
        return "postgresql://apitest_login:\(FixtureSchema.password)" + uri[at...]
    }
}
