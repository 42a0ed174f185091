internal import HTTPTypes
public import Hummingbird
internal import NIOCore

/// `/live` says that the process runs, `/ready` that the database answers and telemetry is fresh (`api.health`).
public struct HealthMiddleware<Context: RequestContext>: RouterMiddleware {
    private let api: RestAPI

    init(_ api: RestAPI) { self.api = api }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.method == .get || request.method == .head else { return try await next(request, context) }
        switch request.uri.path {
        case "/live":
            return Response(
                status: .ok, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"live": true}"#)))
        case "/ready":
            let input = HTTPInput(method: "GET", path: "/rpc/health", query: "", headers: [], body: [])
            var answer = await api.answer(input) { () async throws(APIError) in [] }
            // A database that is not ours has no such function: that it answered is all there is to know.
            if answer.status == .notFound {
                answer = APIAnswer(.ok, [HeaderField("Content-Type", "application/json; charset=utf-8")], body: ByteBuffer(string: #"{"ready": true}"#))
            }
            var response = RestMiddleware<Context>.response(answer)
            response.headers[.cacheControl] = "no-store"
            return response
        default: return try await next(request, context)
        }
    }
}

extension RestAPI {
    /// `/live` and `/ready` as a middleware.
    public func healthMiddleware<Context: RequestContext>(_ context: Context.Type = Context.self) -> HealthMiddleware<Context> {
        HealthMiddleware(self)
    }
}
