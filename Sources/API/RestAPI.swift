public import Clock
internal import HTTPTypes
public import Logging
internal import NIOCore
internal import Postgres
internal import Site
internal import Synchronization

/// PostgREST's HTTP interface over one database: parse → plan → query → respond.
///
/// Add `middleware()` to a router and run `cacheService` beside it.
public final class RestAPI: Sendable {
    private let configuration: APIConfiguration
    private let verifier: Mutex<TokenVerifier>
    private let holder: SchemaCacheHolder
    private let runner: TransactionRunner
    private let pool: PostgresPool
    let clock: any WallClock
    let exchanges = TokenExchange()
    private let opener: PostgresPool.Opener

    /// Loads and renews the schema cache; until it has run once every request is 503 PGRST002.
    public let cacheService: SchemaCacheService

    /// - Parameters:
    ///   - uri: libpq connection URI of the login role (NOINHERIT, member of the roles it becomes).
    ///   - connections: most connections serving requests at a time; one more listens.
    /// - Throws: `APIConfigurationError`.
    public init(
        _ configuration: APIConfiguration, database uri: String, connections: Int, clock: any WallClock, logger: Logger
    ) async throws {
        self.configuration = configuration
        self.clock = clock
        verifier = Mutex(try TokenVerifier(configuration))
        let opener: PostgresPool.Opener = { () async throws(PostgresError) in try await Self.open(uri) }
        self.opener = opener
        pool = PostgresPool(size: connections, opener)
        runner = TransactionRunner(pool: pool, configuration: configuration)
        let loader = SchemaLoader(
            schemas: configuration.schemas, extraSearchPath: configuration.extraSearchPath, hoistedSettings: configuration.hoistedSettings)
        holder = SchemaCacheHolder(loader, logger: logger)
        cacheService = SchemaCacheService(holder, clock: clock, logger: logger, open: opener)
    }

    /// The database's own defaults, as PostgREST leaves them: zone and formats show in the answers.
    private static func open(_ uri: String) async throws(PostgresError) -> PostgresConnection {
        let connection = try await PostgresConnection(uri, applicationName: "ems-api")
        try await connection.script("reset timezone; reset datestyle; reset intervalstyle; reset client_min_messages")
        return connection
    }

    /// Reads the catalogue now, instead of on the next notice.
    public func reloadSchemaCache() async throws {
        try await pool.withConnection { connection in try await self.holder.reload(connection) }
    }

    /// Accepts what the database's logins are signed with, beside the configured keys.
    /// - Parameters:
    ///   - loginSecret: shared secret of HS256.
    ///   - audience: whom those tokens are for, unless an audience is configured.
    /// - Throws: `APIConfigurationError` where the secret is too short.
    public func accept(loginSecret: String, audience: String) async throws {
        var configuration = configuration
        configuration.loginSecret = loginSecret
        configuration.jwtAudience = configuration.jwtAudience ?? audience
        let renewed = try TokenVerifier(configuration)
        verifier.withLock { $0 = renewed }
    }

    /// Feeds `/api/v1/sites/{id}/events`; to run beside the server that `eventMiddleware` is added to.
    public func eventService(logger: Logger) -> EventService { EventService(self, clock: clock, logger: logger, open: opener) }

    /// Closes the connections that serve requests.
    public func close() async { await pool.close() }

    /// URL path under which it answers.
    var prefix: String { configuration.prefix }
    var bodyLimit: Int { configuration.bodyLimit }
    var cors: CORS { CORS(allowedOrigins: configuration.corsAllowedOrigins) }

    /// Answers one request. Never throws: what goes wrong is an answer too.
    /// - Parameter body: reads the body, or says that it is too large.
    func answer(_ head: HTTPInput, body: () async throws(APIError) -> [UInt8]) async -> APIAnswer {
        if let preflight = cors.preflight(head) { return preflight }
        var answer: APIAnswer
        do {
            answer = try await respond(head, body: body)
        } catch {
            answer = APIAnswer(error, retryAfter: holder.retryAfter)
            answer.hasNoBody = head.method == "HEAD"
        }
        cors.apply(to: &answer, head)
        return answer
    }

    private func respond(_ head: HTTPInput, body: () async throws(APIError) -> [UInt8]) async throws(APIError) -> APIAnswer {
        try await respond(head, as: try identify(head), body: body)
    }

    /// Who a request speaks for.
    func identify(_ head: HTTPInput) throws(APIError) -> Identity {
        let verifier = verifier.withLock { $0 }
        return try verifier.identify(head["authorization"], at: clock.now)
    }

    /// The answer to one request of somebody known.
    func respond(_ head: HTTPInput, as identity: Identity, body: () async throws(APIError) -> [UInt8]) async throws(APIError) -> APIAnswer {
        guard let cache = holder.current else { throw .noCache }
        var input = head
        input.body = try await body()
        let request = try APIRequest(input, configuration: configuration, timeZones: cache.timeZones)
        let planner = RequestPlanner(cache: cache, configuration: configuration)
        guard let plan = try planner.plan(request) else {
            guard let options = try OptionsResponder(cache: cache).respond(request) else { throw .path }
            return options
        }
        let (main, estimate) = try await runner.run(plan, request, identity, cache)
        do {
            if case .describe = plan.statement { return try describe(request, main, cache) }
            var answer = try Answer(main)
            answer.total = Self.total(answer.total, estimate, request.preferences.count, maxRows: configuration.maxRows)
            return try Responder(request: request, plan: plan, answer: answer, configuration: configuration).respond()
        } catch let error as APIError {
            throw error
        } catch {
            throw .connectionLost
        }
    }

    /// Exact up to `maxRows`, above it the larger of what was counted and what the planner expects.
    private static func total(_ counted: Int?, _ estimate: Int?, _ count: Preferences.Count?, maxRows: Int?) -> Int? {
        switch count {
        case .planned: estimate
        case .estimated:
            if let counted, let maxRows, counted <= maxRows { counted } else { [counted, estimate].compactMap { $0 }.max() }
        case .exact, nil: counted
        }
    }

    private func describe(_ request: APIRequest, _ result: PostgresResult, _ cache: SchemaCache) throws -> APIAnswer {
        guard let row = result.first else { throw APIError.connectionLost }
        let tables = Set(try row.decodeIfPresent("tables", as: [Int].self) ?? [])
        let routines = Set(try row.decodeIfPresent("routines", as: [Int].self) ?? [])
        let document = OpenAPIDocument(
            tables: cache.tables.values.filter { $0.name.schema == request.schema && tables.contains($0.oid) }.sorted { $0.name < $1.name },
            routines: cache.routines.values.flatMap { $0 }.filter { $0.name.schema == request.schema && routines.contains($0.oid) }
                .sorted { $0.name < $1.name },
            relationships: cache.relationships, comment: try row.decodeIfPresent("comment"),
            host: request.input["host"] ?? "localhost", basePath: configuration.prefix.isEmpty ? "/" : configuration.prefix)
        var headers = [HeaderField("Content-Type", MediaType.openAPI.contentType)]
        if request.namesSchema { headers.append(HeaderField("Content-Profile", request.schema)) }
        let answer = APIAnswer(
            .ok, headers, body: request.action.isHead ? ByteBuffer() : ByteBuffer(string: document.json.text),
            hasNoBody: request.action.isHead)
        return try Override(headers: try row.decodeIfPresent("headers"), status: try row.decodeIfPresent("status")).apply(to: answer)
    }
}
