internal import Clock
internal import Logging
internal import Postgres
public import ServiceLifecycle

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

    /// How long one wait for notices lasts, which bounds how long a shutdown takes.
    private static let slice = Duration.milliseconds(500)

    init(_ holder: SchemaCacheHolder, clock: any WallClock, logger: Logger, open: @escaping PostgresPool.Opener) {
        self.holder = holder
        self.open = open
        self.clock = clock
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown { await self.listen() }
    }

    private func listen() async {
        await ListenLoop(channel: "pgrst", clock: clock, logger: logger, open: open).run(
            begin: { (connection) async throws(PostgresError) in try await holder.reload(connection) },
            paused: { holder.retryAfter = $0 },
            turn: { (connection) async throws(PostgresError) in
                let notices = try await connection.notifications(within: Self.slice)
                let wanted = notices.contains { ["", "reload schema", "reload config"].contains($0.payload) }
                if wanted { try await holder.reload(connection) }
            })
    }
}
