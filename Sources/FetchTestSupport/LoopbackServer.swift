internal import HTTPServer
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// A real HTTP server on a free port of 127.0.0.1 for the length of a test.
public struct LoopbackServer: Sendable {
    /// What a client sent.
    public struct Request: Sendable {
        public var method: String
        public var path: String
        /// Without `?`, as sent.
        public var query: String
        /// Names in lower case.
        public var headers: [String: String]
        public var body: [UInt8]
    }

    /// What to answer.
    public struct Reply: Sendable {
        public var status: Int
        public var headers: [String: String]
        /// Sent one by one; nil breaks the connection there.
        public var chunks: [[UInt8]?]
        /// Nothing more happens until the client gives up.
        public var hangs: Bool

        public init(status: Int = 200, headers: [String: String] = [:], _ body: String) {
            self.init(status: status, headers: headers, chunks: [Array(body.utf8)])
        }

        public init(status: Int = 200, headers: [String: String] = [:], chunks: [[UInt8]?], hangs: Bool = false) {
            self.status = status
            self.headers = headers
            self.chunks = chunks
            self.hangs = hangs
        }
    }

    private struct Broken: Error {}

    /// `http://127.0.0.1:PORT`
    public let url: String

    /// Runs `body` while a server answers with `reply`.
    public static func with<Value: Sendable>(
        _ reply: @escaping @Sendable (Request) async -> Reply, _ body: @escaping @Sendable (LoopbackServer) async throws -> Value
    ) async throws -> Value {
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "loopback")
        logger.logLevel = .critical
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in try await respond(to: request, with: reply) },
            server: .closingHTTP1,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in continuation.yield(channel.localAddress?.port ?? 0) },
            logger: logger)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await application.run()
                return nil
            }
            group.addTask {
                for await port in ports { return try await body(LoopbackServer(url: "http://127.0.0.1:\(port)")) }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw Broken()
        }
    }

    private static func respond(to request: Hummingbird.Request, with reply: @Sendable (Request) async -> Reply) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let reply = await reply(
            Request(
                method: request.method.rawValue, path: request.uri.path, query: request.uri.query ?? "",
                headers: Dictionary(request.headers.map { ($0.name.canonicalName, $0.value) }) { first, _ in first },
                body: Array(body.readableBytesView)))
        var fields = HTTPFields()
        for (name, value) in reply.headers { fields[HTTPField.Name(name)!] = value }
        return Response(
            status: .init(code: reply.status), headers: fields,
            body: ResponseBody { writer in
                for chunk in reply.chunks {
                    guard let chunk else { throw Broken() }
                    try await writer.write(ByteBuffer(bytes: chunk))
                }
                if reply.hangs { try await Task.sleep(for: .seconds(3600)) }
                try await writer.finish(nil)
            })
    }
}
