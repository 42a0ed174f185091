internal import HTTPTypes
public import Hummingbird
internal import NIOCore

/// `GET` and `PUT /api/v1/sites/{id}/configuration`: a house as one YAML document (JSON where the client says so).
public struct ConfigurationMiddleware<Context: RequestContext>: RouterMiddleware {
    private let api: RestAPI

    init(_ api: RestAPI) { self.api = api }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard [.get, .put].contains(request.method), let site = request.site(at: "configuration") else { return try await next(request, context) }
        let head = HTTPInput(
            method: request.method.rawValue, path: Substring(request.uri.path), query: Substring(request.uri.query ?? ""),
            headers: RestMiddleware<Context>.headers(request), body: [])
        var answer: APIAnswer
        do {
            answer = request.method == .get ? try await export(site, head) : try await change(site, request, head)
        } catch {
            answer = ControlMiddleware<Context>.honest(APIAnswer(error, retryAfter: 1))
        }
        api.cors.apply(to: &answer, head)
        return RestMiddleware<Context>.response(answer)
    }

    private func export(_ site: String, _ head: HTTPInput) async throws(APIError) -> APIAnswer {
        let input = HTTPInput(method: "GET", path: "/rpc/configuration", query: Substring("p_site_id=\(PercentEncoding.encode(site))"), headers: head.headers.filter { $0.name == "cookie" }, body: [])
        let answer = try await api.respond(input, as: try api.identify(head)) { () async throws(APIError) in [] }
        if head["accept"]?.contains("json") == true { return answer }
        guard let document = JSONReader.value(String(buffer: answer.body)) else { throw .connectionLost }
        return APIAnswer(.ok, [HeaderField("Content-Type", "application/yaml; charset=utf-8")], body: ByteBuffer(string: try ConfigurationDocument.write(document)))
    }

    private func change(_ site: String, _ request: Request, _ head: HTTPInput) async throws(APIError) -> APIAnswer {
        let isDryRun: Bool
        switch try QueryString(String(head.query)).pairs.last(where: { $0.key == "dry_run" })?.value {
        case nil, "false"?: isDryRun = false
        case "true"?: isDryRun = true
        case .some(let other): throw APIError(.badRequest, "SA400", "dry_run is \(other)", hint: "true or false.")
        }
        let identity = try api.identify(head)
        let document = try ConfigurationDocument.read(try await request.text(upTo: ConfigurationDocument.longest))
        let body = JSONValue.object([
            .init(key: "p_site_id", value: .string(site)), .init(key: "p_document", value: document), .init(key: "p_dry_run", value: .bool(isDryRun)),
        ]).text
        let input = HTTPInput(method: "POST", path: "/rpc/configure", query: "", headers: head.headers.filter { $0.name == "idempotency-key" }, body: Array(body.utf8))
        return try await api.respond(input, as: identity) { () async throws(APIError) in input.body }
    }
}

extension RestAPI {
    /// Configuration as a middleware, before the one of the other doors.
    public func configurationMiddleware<Context: RequestContext>(_ context: Context.Type = Context.self) -> ConfigurationMiddleware<Context> {
        ConfigurationMiddleware(self)
    }
}
