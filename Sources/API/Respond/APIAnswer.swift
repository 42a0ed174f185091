internal import HTTPTypes
internal import NIOCore

/// An answer ready to become HTTP.
struct APIAnswer: Sendable {
    var status: HTTPResponse.Status
    var headers: [HeaderField] = []
    var body = ByteBuffer()
    /// The answer has no body at all, not even an empty one: HEAD and 204.
    var hasNoBody = false

    init(_ status: HTTPResponse.Status, _ headers: [HeaderField] = [], body: ByteBuffer = ByteBuffer(), hasNoBody: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.hasNoBody = hasNoBody
    }

    /// - Parameter retryAfter: seconds until the database may be back, for 503.
    init(_ error: APIError, retryAfter: Int) {
        status = error.status
        headers = [
            HeaderField("Content-Type", MediaType.json.contentType), HeaderField("Proxy-Status", "PostgREST; error=\(error.code)"),
        ]
        for field in error.headers {
            headers.removeAll { $0.name.lowercased() == field.name.lowercased() }
            headers.append(field)
        }
        if status == .serviceUnavailable { headers.append(HeaderField("Retry-After", String(retryAfter))) }
        body = ByteBuffer(string: error.body)
    }
}
