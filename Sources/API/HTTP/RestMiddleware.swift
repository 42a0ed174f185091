internal import HTTPTypes
public import Hummingbird
internal import NIOCore

/// Answers everything below the API's prefix; what lies elsewhere goes on to the router.
public struct RestMiddleware<Context: RequestContext>: RouterMiddleware {
    private let api: RestAPI

    init(_ api: RestAPI) { self.api = api }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let target = request.head.path ?? "/"
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let whole = halves.first ?? "/"
        guard whole.hasPrefix(api.prefix) else { return try await next(request, context) }
        let path = whole.dropFirst(api.prefix.count)
        guard path.isEmpty || path.hasPrefix("/") else { return try await next(request, context) }
        let input = HTTPInput(
            method: request.method.rawValue, path: path.isEmpty ? "/" : path, query: halves.count > 1 ? halves[1] : "",
            headers: Self.headers(request), body: [])
        let limit = api.bodyLimit
        let answer = await api.answer(input) { () async throws(APIError) in
            var buffer = try await request.body(upTo: limit)
            return buffer.readBytes(length: buffer.readableBytes) ?? []
        }
        return Self.response(answer)
    }

    static func headers(_ request: Request) -> [HeaderField] {
        var fields = request.headers.map { HeaderField($0.name.canonicalName, $0.value) }
        if let authority = request.head.authority { fields.append(HeaderField("host", authority)) }
        return fields
    }

    static func response(_ answer: APIAnswer) -> Response {
        var fields = HTTPFields()
        for header in answer.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        if answer.hasNoBody {
            // A body of unknown length keeps Hummingbird from writing `Content-Length: 0`.
            return Response(status: answer.status, headers: fields, body: ResponseBody { writer in try await writer.finish(nil) })
        }
        return Response(status: answer.status, headers: fields, body: ResponseBody(byteBuffer: answer.body))
    }
}

extension RestAPI {
    /// The API as a middleware, so that other routes can live beside it.
    public func middleware<Context: RequestContext>(_ context: Context.Type = Context.self) -> RestMiddleware<Context> {
        RestMiddleware(self)
    }
}
