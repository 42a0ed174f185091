internal import HTTPServer
public import HummingbirdCore
internal import Logging
internal import NIOCore

extension RestAPI {
    /// For `Application(server:)`: HTTP/1.1 whose connections stay on their event loop, and whose answers to HEAD can go
    /// without `Content-Length`. Handlers on it must not block.
    public static var httpServer: HTTPServerBuilder {
        HTTPServerBuilder { LoopBoundHTTP1Channel(responder: $0) }
    }
}

/// HTTP/1.1 as Hummingbird serves it, each connection's task on the connection's event loop.
struct LoopBoundHTTP1Channel: ServerChildChannel {
    private let base: HTTP1Connections

    init(responder: @escaping HTTPChannelHandler.Responder) {
        base = HTTP1Connections(responder: responder, configuration: .init(additionalChannelHandlers: [HeadFraming()]))
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
        base.setup(channel: channel, logger: logger)
    }

    func handle(value: AcceptedConnection, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopTaskExecutor(value.channel.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}
