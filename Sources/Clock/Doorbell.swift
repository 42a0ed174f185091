internal import Synchronization
public import Site

/// Wakes one loop before its time: a ring while it sleeps ends the sleep, a ring while it works makes the next sleep end at once.
public final class Doorbell: Sendable {
    private struct State {
        var rung = false
        var sleeper: Task<Void, any Error>?
    }

    private let state = Mutex(State())

    public init() {}

    public func ring() {
        state.withLock { state in
            state.rung = true
            state.sleeper?.cancel()
        }
    }

    /// Forgets a ring that nobody has woken for: what it was about is being done.
    public func hush() { state.withLock { $0.rung = false } }

    /// Sleeps until `deadline` or a ring; tells whether it was rung.
    /// - Throws: `CancellationError` when the calling task is cancelled.
    @discardableResult
    public func sleep(until deadline: Instant, on clock: any WallClock) async throws -> Bool {
        let sleeper = state.withLock { state -> Task<Void, any Error>? in
            if state.rung {
                state.rung = false
                return nil
            }
            // A task of its own, so that a ring cancels the sleep and not the loop. It sleeps in the loop's stead.
            let sleeper = Task { try await clock.sleep(until: deadline) }
            state.sleeper = sleeper
            return sleeper
        }
        guard let sleeper else {
            try Task.checkCancellation()
            return true
        }
        await withTaskCancellationHandler {
            _ = await sleeper.result
        } onCancel: {
            sleeper.cancel()
        }
        let wasRung = state.withLock { state in
            defer {
                state.rung = false
                state.sleeper = nil
            }
            return state.rung
        }
        try Task.checkCancellation()
        return wasRung
    }
}
