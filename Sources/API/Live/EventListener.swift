internal import NIOCore
internal import Site

/// One open connection: a short queue between the hub, which never waits, and a client, which may be slow.
struct EventListener: Sendable {
    struct Message: Sendable {
        /// nil for a heartbeat.
        var cursor: Int?
        var bytes: ByteBuffer
    }

    /// What is to be sent, in order; ends when the hub lets the listener go.
    let messages: AsyncStream<Message>
    /// Ends at once when the hub lets the listener go, even while a write waits for the client.
    let release: AsyncStream<Never>
    /// When its token ends.
    let expiresAt: Instant?

    private let queue: AsyncStream<Message>.Continuation
    private let hold: AsyncStream<Never>.Continuation

    /// Half a minute of batches: who is further behind is better off with a new connection and a snapshot.
    private static let depth = 64

    init(expiresAt: Instant?) {
        self.expiresAt = expiresAt
        (messages, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.depth))
        (release, hold) = AsyncStream.makeStream()
    }

    /// - Returns: false where the queue is full.
    func offer(_ message: Message) -> Bool {
        if case .enqueued = queue.yield(message) { true } else { false }
    }

    func end() {
        queue.finish()
        hold.finish()
    }
}
