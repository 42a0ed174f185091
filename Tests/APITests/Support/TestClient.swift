import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix

/// An answer as it came over the wire.
struct TestResponse: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: ByteBuffer
}

/// A client of a server under test, which sends what it is told, also what a better client would refuse. Each request has a connection of its own.
struct TestClient: Sendable {
    let port: Int

    func executeRequest(uri: String, method: HTTPTypes.HTTPRequest.Method, headers: HTTPFields, body: ByteBuffer?) async throws -> TestResponse {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHTTPClientHandlers(leftOverBytesStrategy: .dropBytes, enableOutboundHeaderValidation: false)
                return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(wrappingChannelSynchronously: channel)
            }
        }
        var fields = HTTPHeaders(headers.map { ($0.name.rawName, $0.value) })
        if !fields.contains(name: "Host") { fields.add(name: "Host", value: "localhost") }
        if let body { fields.add(name: "Content-Length", value: String(body.readableBytes)) }
        let head = HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method.rawValue), uri: Self.line(uri), headers: fields)
        return try await channel.executeThenClose { inbound, outbound in
            var parts: [HTTPClientRequestPart] = [.head(head)]
            if let body { parts.append(.body(.byteBuffer(body))) }
            // A server may answer, and close, before it has read all: what counts is the answer.
            try? await outbound.write(contentsOf: parts + [.end(nil)])
            var answer: TestResponse?
            for try await part in inbound {
                switch part {
                case .head(let head):
                    let fields = head.headers.compactMap { field in HTTPField.Name(field.name).map { HTTPField(name: $0, value: field.value) } }
                    answer = TestResponse(status: .init(code: Int(head.status.code), reasonPhrase: head.status.reasonPhrase), headers: HTTPFields(fields), body: ByteBuffer())
                case .body(let piece): answer?.body.writeImmutableBuffer(piece)
                case .end:
                    if let answer { return answer }
                }
            }
            throw NoAnswer(method: method.rawValue, uri: uri)
        }
    }

    /// Blanks and what is not ASCII end a request line or break it: every client encodes these. Everything else goes as it is.
    private static func line(_ uri: String) -> String {
        uri.utf8.map { (0x21...0x7E).contains($0) ? String(UnicodeScalar($0)) : "%" + String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    struct NoAnswer: Error { var method: String, uri: String }
}
