internal import Logging
internal import Postgres
internal import Synchronization

/// The schema cache of now, and how to renew it.
final class SchemaCacheHolder: Sendable {
    private let loader: SchemaLoader
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        var cache: SchemaCache?
        var generation = 0
        /// Seconds until the next attempt, for `Retry-After`.
        var retryAfter = 1
    }

    init(_ loader: SchemaLoader, logger: Logger) {
        self.loader = loader
        self.logger = logger
    }

    /// nil until it was loaded once.
    var current: SchemaCache? { state.withLock { $0.cache } }

    var retryAfter: Int {
        get { state.withLock { $0.retryAfter } }
        set { state.withLock { $0.retryAfter = newValue } }
    }

    /// Reads the catalogue and replaces the cache; on failure the old one stays.
    func reload(_ connection: PostgresConnection) async throws(PostgresError) {
        let (generation, zones) = state.withLock { state in
            state.generation += 1
            return (state.generation, state.cache?.timeZones ?? [])
        }
        let started = ContinuousClock.now
        let cache = try await loader.load(connection, generation: generation, timeZones: zones)
        state.withLock { state in
            // A reload that began later may have ended earlier.
            if cache.generation > state.cache?.generation ?? 0 { state.cache = cache }
        }
        logger.info(
            "schema cache loaded",
            metadata: [
                "cache.tables": "\(cache.tables.count)", "cache.functions": "\(cache.routines.count)",
                "cache.generation": "\(generation)", "cache.milliseconds": "\(Int(started.duration(to: .now) / .milliseconds(1)))",
            ])
    }
}
