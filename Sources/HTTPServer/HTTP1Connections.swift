public import HummingbirdCore
public import Logging
public import NIOCore
internal import Synchronization

/// HTTP/1.1 as Hummingbird serves it, and a server that may end in any moment.
///
/// A server that closes just while it takes a connection drops it unserved, and NIO ends the whole process over a channel
/// that nobody began (`Deinited NIOAsyncWriter without calling finish()`). Here such a connection is closed.
public struct HTTP1Connections: ServerChildChannel {
    private let base: HTTP1Channel

    public init(responder: @escaping HTTPChannelHandler.Responder, configuration: HTTP1Channel.Configuration = .init()) {
        base = HTTP1Channel(responder: responder, configuration: configuration)
    }

    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
        base.setup(channel: channel, logger: logger).map(AcceptedConnection.init)
    }

    public func handle(value: AcceptedConnection, logger: Logger) async {
        await base.handle(value: value.begin(), logger: logger)
    }
}

extension HTTPServerBuilder {
    /// For `Application(server:)`.
    public static var closingHTTP1: HTTPServerBuilder { HTTPServerBuilder { HTTP1Connections(responder: $0) } }
}

/// A connection until it is served; closed when it never is.
public final class AcceptedConnection: ServerChildChannelValue {
    private let stream: HTTP1Channel.Value
    private let begun = Atomic(false)

    public var channel: any Channel { stream.channel }

    init(_ stream: HTTP1Channel.Value) { self.stream = stream }

    func begin() -> HTTP1Channel.Value {
        begun.store(true, ordering: .relaxed)
        return stream
    }

    deinit {
        guard !begun.load(ordering: .relaxed) else { return }
        Task { [stream] in try? await stream.executeThenClose { _, _ in } }
    }
}
