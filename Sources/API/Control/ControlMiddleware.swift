internal import Foundation
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
        let segments = path.dropFirst(prefix.count).split(separator: "/").map { String($0).removingPercentEncoding ?? String($0) }
        let matching = ControlRoute.all.compactMap { route in route.match(segments).map { (route, $0) } }
        guard let (route, values) = matching.first(where: { $0.0.method == request.method.rawValue }) else {
            let problem =
                matching.isEmpty
                ? (HTTPResponse.Status.notFound, "no such door: \(path)") : (.methodNotAllowed, "use \(matching.map(\.0.method).joined(separator: ", "))")
            return refusal(problem.0, problem.1)
        }
        let query = Dictionary(request.uri.queryParameters.map { (String($0.key), String($0.value)) }) { first, _ in first }
        let isRead = route.method == "GET"
        let input = HTTPInput(
            method: isRead ? "GET" : "POST", path: "/rpc/\(route.function)", query: "", headers: RestMiddleware<Context>.headers(request).filter { $0.name != "content-type" },
            body: isRead ? [] : try route.body(values, query))
        return RestMiddleware<Context>.response(Self.honest(await api.answer(input) { () async throws(APIError) in input.body }))
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

    private func refusal(_ status: HTTPResponse.Status, _ message: String) -> Response {
        let body = try? JSONEncoder().encode(["code": "EMS\(status.code)", "message": message])
        return Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body ?? Data())))
    }
}

extension RestAPI {
    /// The doors of `/api/v1` as a middleware.
    public func controlMiddleware<Context: RequestContext>(_ context: Context.Type = Context.self) -> ControlMiddleware<Context> {
        ControlMiddleware(self)
    }
}
