import HTTPServer
import Logging
import NIOCore
import NIOPosix
import Testing

struct HTTP1ConnectionsTests {
    /// With Hummingbird's own channel this ends the process.
    @Test func `a connection that was accepted and never served is closed`() async throws {
        let connections = HTTP1Connections { _, _, _ in }
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                connections.setup(channel: channel, logger: Logger(label: "test")).map { _ in }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let client = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connect(to: #require(server.localAddress)).get()
        try await client.closeFuture.get()
        try await server.close()
    }
}
