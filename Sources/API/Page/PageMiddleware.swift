internal import HTTPTypes
public import Hummingbird
internal import NIOCore

/// The page: `/assets/…` for good, and `index.html` at every address a person may have in the URL bar. What lies elsewhere goes on.
public struct PageMiddleware<Context: RequestContext>: RouterMiddleware {
    private let files: PageFiles

    public init(_ files: PageFiles) { self.files = files }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.method == .get || request.method == .head else { return try await next(request, context) }
        let path = request.uri.path
        if path.hasPrefix("/assets/") {
            guard let file = files.assets[String(path.dropFirst("/assets/".count))] else { return try await next(request, context) }
            return Self.answer(request, file, caching: "public, max-age=31536000, immutable")
        }
        guard path == "/" || path == "/login" || path == "/setup" || path.hasPrefix("/site/") else { return try await next(request, context) }
        return Self.answer(request, files.index, caching: "no-cache")
    }

    private static func answer(_ request: Request, _ file: PageFile, caching: String) -> Response {
        let packed = file.gzip.flatMap { accepts(request.headers[.acceptEncoding]) ? $0 : nil }
        let tag = "\"\(file.tag)\(packed == nil ? "" : "-gzip")\""
        var headers: HTTPFields = [.contentType: file.type, .cacheControl: caching, .eTag: tag, .vary: "Accept-Encoding"]
        if let known = request.headers[.ifNoneMatch], known == "*" || known.split(separator: ",").contains(where: { $0.trimmingPrefix { $0 == " " }.hasSuffix(tag) }) {
            return Response(status: .notModified, headers: headers)
        }
        if packed != nil { headers[.contentEncoding] = "gzip" }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: packed ?? file.body))
    }

    /// RFC 9110, 12.5.3: gzip named, or anything, and not with weight 0.
    private static func accepts(_ header: String?) -> Bool {
        guard let header else { return false }
        return header.lowercased().split(separator: ",").contains { entry in
            let parts = entry.split(separator: ";").map { $0.filter { $0 != " " } }
            guard parts.first == "gzip" || parts.first == "*" else { return false }
            return !parts.dropFirst().contains { $0.hasPrefix("q=0") && !$0.contains { ("1"..."9").contains($0) } }
        }
    }
}
