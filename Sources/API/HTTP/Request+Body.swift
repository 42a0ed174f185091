internal import Hummingbird
internal import NIOCore

extension Request {
    /// The whole body, as the one who sent it meant it to be.
    /// - Throws: 413 where it is longer than `limit` bytes or ends too early.
    func body(upTo limit: Int) async throws(APIError) -> ByteBuffer {
        do { return try await body.collect(upTo: limit) } catch { throw .bodyTooLarge(limit: limit) }
    }

    /// The whole body as text.
    func text(upTo limit: Int) async throws(APIError) -> String { String(buffer: try await body(upTo: limit)) }
}
