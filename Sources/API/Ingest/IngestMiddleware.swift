internal import HTTPTypes
public import Hummingbird
internal import NIOCore

/// `POST /ingest/telemetry?site_id=…`: samples that are pushed, as a JSON array or as lines of JSON (`application/x-ndjson`) without limit.
public struct IngestMiddleware<Context: RequestContext>: RouterMiddleware {
    private let api: RestAPI

    init(_ api: RestAPI) { self.api = api }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.uri.path == "/ingest/telemetry" else { return try await next(request, context) }
        let head = HTTPInput(
            method: request.method.rawValue, path: "/ingest/telemetry", query: Substring(request.uri.query ?? ""),
            headers: RestMiddleware<Context>.headers(request), body: [])
        if let preflight = api.cors.preflight(head) { return RestMiddleware<Context>.response(preflight) }
        var answer: APIAnswer
        do {
            answer = try await take(request, head)
        } catch let error as APIError {
            answer = ControlMiddleware<Context>.honest(APIAnswer(error, retryAfter: 1))
        }
        api.cors.apply(to: &answer, head)
        return RestMiddleware<Context>.response(answer)
    }

    private func take(_ request: Request, _ head: HTTPInput) async throws -> APIAnswer {
        guard request.method == .post else {
            throw APIError(.methodNotAllowed, "SA405", "/ingest/telemetry takes POST", headers: [HeaderField("Allow", "POST")])
        }
        let identity = try api.identify(head)
        guard let site = try QueryString(String(head.query)).pairs.last(where: { $0.key == "site_id" })?.value else {
            throw APIError(.badRequest, "SA400", "which house?", hint: "POST /ingest/telemetry?site_id=home01")
        }
        var tally = IngestTally()
        let type = head["content-type"].map { MediaType($0) } ?? .json
        switch type.name {
        case "application/json":
            guard let samples = JSONReader.value(try await request.text(upTo: api.bodyLimit)) else { throw APIError(.badRequest, "SA400", "the body is no JSON") }
            try await store("ingest_telemetry", site, .init(key: "p_sample", value: samples), identity, &tally)
        case "application/x-ndjson", "application/jsonl":
            var batcher = LineBatcher()
            for try await chunk in request.body {
                if let lines = try batcher.add(chunk.readableBytesView) { try await store("ingest_lines", site, .init(key: "p_lines", value: .string(lines)), identity, &tally) }
            }
            if let lines = batcher.finish() { try await store("ingest_lines", site, .init(key: "p_lines", value: .string(lines)), identity, &tally) }
        default:
            throw APIError(.unsupportedMediaType, "SA415", "\(type.name) is not understood here", hint: "application/json or application/x-ndjson.")
        }
        return APIAnswer(.ok, [HeaderField("Content-Type", MediaType.json.contentType)], body: ByteBuffer(string: tally.json.text))
    }

    /// One batch, one transaction: what was stored stays stored when a later batch is refused.
    private func store(
        _ function: String, _ site: String, _ rows: JSONValue.Member, _ identity: Identity, _ tally: inout IngestTally
    ) async throws(APIError) {
        let body = JSONValue.object([.init(key: "p_site_id", value: .string(site)), .init(key: "p_first", value: .integer(tally.rows + 1)), rows]).text
        let input = HTTPInput(method: "POST", path: "/rpc/\(function)", query: "", headers: [], body: Array(body.utf8))
        do {
            try tally.add(try await api.respond(input, as: identity) { () async throws(APIError) in input.body }.body)
        } catch {
            var error = error
            if tally.rows > 0 { error.hint = "\(tally.rows) rows before this were taken; send all again, nothing is stored twice." }
            throw error
        }
    }
}

extension RestAPI {
    /// Ingest as a middleware.
    public func ingestMiddleware<Context: RequestContext>(_ context: Context.Type = Context.self) -> IngestMiddleware<Context> {
        IngestMiddleware(self)
    }
}
