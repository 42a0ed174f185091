@testable import API
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Postgres
import ServiceLifecycle
import TestSupport

/// The whole HTTP side over a migrated database with one house, `home01`, on a real socket.
struct HouseServer: Sendable {
    let client: TestClient
    /// A superuser's session: what the worker and other people do.
    let database: PostgresConnection
    let uri: String
    private let subject: String

    /// Runs `body` with a running server over a house of its own.
    static func with<Value: Sendable>(_ body: @escaping @Sendable (HouseServer) async throws -> Value) async throws -> Value {
        try await TestDatabase.with { uri in
            let database = try await PostgresConnection(uri)
            try await database.script(
                """
                select ems.fn_demo_site('home01', 'Home', '{"inverter": {"host": "127.0.0.1", "port": 1}, "meter": {"host": "127.0.0.1", "port": 2}, "charger": {"host": "127.0.0.1", "port": 3}}', 'observe', now())
                """)
            let subject = try await account(database)
            let value = try await serve(uri, database, subject, body)
            await database.close()
            return value
        }
    }

    /// Another process over the same database.
    func again<Value: Sendable>(_ body: @escaping @Sendable (HouseServer) async throws -> Value) async throws -> Value {
        try await Self.serve(uri, database, subject, body)
    }

    private static func serve<Value: Sendable>(
        _ uri: String, _ database: PostgresConnection, _ subject: String, _ body: @escaping @Sendable (HouseServer) async throws -> Value
    ) async throws -> Value {
        var logger = Logger(label: "api-tests")
        logger.logLevel = .critical
        let configuration = APIConfiguration(schemas: ["api"], anonymousRole: "web_anon", jwtSecret: FixtureServer.secret)
        let api = try await RestAPI(configuration, database: uri, connections: 3, clock: FixedClock(), logger: logger)
        try await api.reloadSchemaCache()
        let events = api.eventService(logger: logger)
        let router = Router()
        router.add(middleware: api.eventMiddleware(events))
        router.add(middleware: api.ingestMiddleware())
        router.add(middleware: api.documentationMiddleware())
        router.add(middleware: api.configurationMiddleware())
        router.add(middleware: api.controlMiddleware())
        router.add(middleware: api.middleware())
        let value = try await TestServer.with(router, services: [events], logger: logger) { client in
            try await body(HouseServer(client: client, database: database, uri: uri, subject: subject))
        }
        await api.close()
        return value
    }

    /// Where the database keeps accounts, one that may everything its token may.
    private static func account(_ database: PostgresConnection) async throws -> String {
        let known = try await database.query("select to_regprocedure('ems.fn_user_add(text, text, text, text, timestamptz)') is not null as known")
        guard try known.first?.decode("known", as: Bool.self) == true else { return "anna" }
        return try await database.query("select ems.fn_user_add('anna@example.org', 'Anna', 'admin', null, now())::text as user_id").first?.decode("user_id") ?? "anna"
    }

    func token(_ role: String) throws -> String { try Tokens.hmac(["role": .text(role), "sub": .text(subject)]) }

    /// One request of somebody in that role; the body as JSON where there is one.
    func ask(
        _ method: HTTPRequest.Method, _ path: String, as role: String? = "ems_operator", _ body: String? = nil, headers: [String: String] = [:]
    ) async throws -> (status: Int, body: JSONValue?, headers: HTTPFields) {
        var fields = HTTPFields()
        if let role { fields[.authorization] = "Bearer \(try await token(role))" }
        if body != nil { fields[.contentType] = "application/json" }
        for (name, value) in headers { fields[HTTPField.Name(name)!] = value }
        let response = try await client.executeRequest(uri: path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) })
        return (response.status.code, JSONReader.value(String(buffer: response.body)), response.headers)
    }
}
