internal import HTTPTypes
public import Hummingbird
internal import NIOCore

/// `/api/v1`: triggers and control. Each door calls one function of schema `api` as the caller, the way `/rest/rpc` would.
public struct ControlMiddleware<Context: RequestContext>: RouterMiddleware {
    private let api: RestAPI
    private let prefix = "/api/v1/"

    init(_ api: RestAPI) { self.api = api }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        guard path.hasPrefix(prefix) else { return try await next(request, context) }
        let head = HTTPInput(method: request.method.rawValue, path: Substring(path), query: "", headers: RestMiddleware<Context>.headers(request), body: [])
        if let preflight = api.cors.preflight(head) { return RestMiddleware<Context>.response(preflight) }
        do {
            return RestMiddleware<Context>.response(Self.honest(try await answer(path.dropFirst(prefix.count), request, head)))
        } catch {
            var answer = APIAnswer(error, retryAfter: 1)
            api.cors.apply(to: &answer, head)
            return RestMiddleware<Context>.response(answer)
        }
    }

    /// Finds the door. A path that has one under another method says so.
    private func answer(_ path: Substring, _ request: Request, _ head: HTTPInput) async throws(APIError) -> APIAnswer {
        var segments: [String] = []
        for segment in path.utf8.split(separator: UInt8(ascii: "/")) {
            guard let name = PercentEncoding.decode(segment) else { throw .queryEncoding }
            segments.append(name)
        }
        let matching = ControlRoute.all.compactMap { route in route.match(segments).map { (route: route, values: $0) } }
        guard let found = matching.first(where: { $0.route.method == head.method }) else {
            if matching.isEmpty { throw APIError(.notFound, "SA404", "there is no \(head.path)", hint: "GET /api/v1/openapi.json lists what there is.") }
            let methods = matching.map(\.route.method).joined(separator: ", ")
            throw APIError(.methodNotAllowed, "SA405", "\(head.path) takes \(methods)", headers: [HeaderField("Allow", methods)])
        }
        return try await answer(found.route, found.values, request, head)
    }

    /// Calls the route's function: a reading one by GET, the others by POST, as PostgREST's grammar has it.
    private func answer(_ route: ControlRoute, _ values: [String: String], _ request: Request, _ head: HTTPInput) async throws(APIError) -> APIAnswer {
        let document = route.body.isEmpty ? nil : try await body(request)
        let parts = (request.head.path ?? "/").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count > 1 ? try QueryString(String(parts[1])).pairs.map { (name: $0.key, value: $0.value ?? "") } : []
        let members = try route.arguments(path: values, query: query, document: document)
        var input = head
        input.path = Substring("/rpc/\(route.function)")
        input.headers.removeAll { ["content-type", "accept", "prefer", "range", "accept-profile", "content-profile"].contains($0.name) }
        if route.isRead {
            input.query = Substring(members.map { "\($0.key)=\(PercentEncoding.encode($0.value.string ?? $0.value.text))" }.joined(separator: "&"))
        } else {
            input.method = "POST"
            input.body = Array(JSONValue.object(members).text.utf8)
        }
        return await api.answer(input) { () async throws(APIError) in input.body }
    }

    private func body(_ request: Request) async throws(APIError) -> JSONValue? {
        let text = try await request.text(upTo: api.bodyLimit)
        if text.allSatisfy(\.isWhitespace) { return nil }
        guard let document = JSONReader.value(text) else { throw APIError(.badRequest, "SA400", "the body is no JSON") }
        return document
    }

    /// Our own refusals carry their HTTP status: SA404 is 404.
    static func honest(_ answer: APIAnswer) -> APIAnswer {
        guard answer.status.code >= 400, let code = JSONReader.value(String(buffer: answer.body))?[key: "code"]?.string, code.hasPrefix("SA"),
            let number = Int(code.dropFirst(2))
        else { return answer }
        var answer = answer
        answer.status = HTTPResponse.Status(code: number)
        return answer
    }
}

extension RestAPI {
    /// The doors of `/api/v1` as a middleware.
    public func controlMiddleware<Context: RequestContext>(_ context: Context.Type = Context.self) -> ControlMiddleware<Context> {
        ControlMiddleware(self)
    }
}
