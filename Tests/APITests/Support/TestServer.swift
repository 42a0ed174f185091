@testable import API
import Hummingbird
import Logging
import ServiceLifecycle

/// A router behind the real HTTP server, on a port of its own.
enum TestServer {
    /// Runs `body` with a client of the running server, and shuts the server down gracefully.
    static func with<Builder: HTTPResponderBuilder, Value: Sendable>(
        _ router: Builder, services: [any Service] = [], logger: Logger, _ body: @Sendable (TestClient) async throws -> Value
    ) async throws -> Value where Builder.Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, server: RestAPI.httpServer, configuration: .init(address: .hostname("127.0.0.1", port: 0)), services: services,
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) }, logger: logger)
        let group = ServiceGroup(services: [application], gracefulShutdownSignals: [], logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { port.finish() }
                try await group.run()
            }
            guard let open = await ports.first(where: { _ in true }) else {
                try await tasks.waitForAll()
                throw NotRunning()
            }
            let result: Result<Value, any Error>
            do { result = .success(try await body(TestClient(port: open))) } catch { result = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }

    struct NotRunning: Error {}
}
