internal import Clock
internal import Logging
internal import Postgres
public import ServiceLifecycle
internal import Site
internal import Synchronization

/// Loads the schema cache, listens on channel `pgrst`, and reloads on notice; starts over with a growing pause when the
/// database goes away.
///
/// `notify pgrst, 'reload schema'`, `'reload config'` and an empty payload all renew the cache, which holds the roles'
/// settings too. After a lost connection it is renewed in any case: a notice may have been missed.
public final class SchemaCacheService: Service {
    private let holder: SchemaCacheHolder
    private let open: PostgresPool.Opener
    private let clock: any WallClock
    private let logger: Logger

    /// Longest pause between two attempts, in seconds; PostgREST's is 32.
    private static let longestPause = 32
    /// How long one wait for notices lasts, which bounds how long a shutdown takes.
    private static let slice = Duration.milliseconds(500)

    init(_ holder: SchemaCacheHolder, clock: any WallClock, logger: Logger, open: @escaping PostgresPool.Opener) {
        self.holder = holder
        self.open = open
        self.clock = clock
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown { await self.loop() }
    }

    private func loop() async {
        var pause = 1
        while !Task.isCancelled {
            do {
                let connection = try await open()
                try await connection.script("listen pgrst")
                try await holder.reload(connection)
                pause = 1
                holder.retryAfter = pause
                try await follow(connection)
            } catch {
                guard !Task.isCancelled else { return }
                logger.warning(
                    "schema cache lost its database connection", metadata: ["error": "\(error)", "retry.seconds": "\(pause)"])
                holder.retryAfter = pause
                try? await clock.sleep(until: clock.now + .seconds(pause))
                pause = min(pause * 2, Self.longestPause)
            }
        }
    }

    private func follow(_ connection: PostgresConnection) async throws(PostgresError) {
        while !Task.isCancelled {
            let notices = try await connection.notifications(within: Self.slice)
            let wanted = notices.contains { ["", "reload schema", "reload config"].contains($0.payload) }
            if wanted { try await holder.reload(connection) }
        }
    }
}
