internal import HTTPTypes
public import Hummingbird
internal import NIOCore

/// `GET /api/v1/docs`, its style, and `/api/v1/openapi.json`; all three for everybody, as they hold nothing of a house.
public struct DocumentationMiddleware<Context: RequestContext>: RouterMiddleware {
    private let files: [String: (type: String, body: ByteBuffer)]

    init() {
        let document = ControlDocument().json
        files = [
            "/api/v1/docs": ("text/html; charset=utf-8", ByteBuffer(string: DocumentationPage(document: document).html)),
            "/api/v1/docs.css": ("text/css; charset=utf-8", ByteBuffer(string: DocumentationPage.css)),
            "/api/v1/openapi.json": ("application/json; charset=utf-8", ByteBuffer(string: document.text)),
        ]
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.method == .get, let file = files[request.uri.path] else { return try await next(request, context) }
        return Response(status: .ok, headers: [.contentType: file.type, .cacheControl: "no-cache"], body: ResponseBody(byteBuffer: file.body))
    }
}

extension RestAPI {
    /// The documentation of the doors as a middleware, before theirs.
    public func documentationMiddleware<Context: RequestContext>(_ context: Context.Type = Context.self) -> DocumentationMiddleware<Context> {
        DocumentationMiddleware()
    }
}
