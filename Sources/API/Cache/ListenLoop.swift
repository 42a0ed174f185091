internal import Clock
internal import Logging
internal import Postgres
internal import Site

/// Keeps one connection listening on a channel; opens another after a growing pause when the database goes away.
struct ListenLoop {
    let channel: String
    let clock: any WallClock
    let logger: Logger
    let open: PostgresPool.Opener

    /// Longest pause between two attempts, in seconds; PostgREST's is 32.
    private static let longestPause = 32

    /// Runs until its task is cancelled.
    /// - Parameters:
    ///   - begin: called on each new connection once it listens: what was said before has been missed.
    ///   - paused: told the seconds until the next attempt, before they pass; after a success it is 1.
    ///   - turn: waits for notices and follows them; called again and again.
    func run(
        begin: (PostgresConnection) async throws(PostgresError) -> Void, paused: (Int) -> Void = { _ in },
        turn: (PostgresConnection) async throws(PostgresError) -> Void
    ) async {
        var pause = 1
        while !Task.isCancelled {
            do {
                let connection = try await open()
                try await connection.script("listen \(channel)")
                try await begin(connection)
                pause = 1
                paused(pause)
                while !Task.isCancelled { try await turn(connection) }
                await connection.close()
            } catch {
                guard !Task.isCancelled else { return }
                logger.warning("lost the database connection that listens", metadata: ["channel": "\(channel)", "error": "\(error)", "retry.seconds": "\(pause)"])
                paused(pause)
                try? await clock.sleep(until: clock.now + .seconds(pause))
                pause = min(pause * 2, Self.longestPause)
            }
        }
    }
}
