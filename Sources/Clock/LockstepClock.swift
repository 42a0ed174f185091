public import Site
internal import Synchronization

/// A clock that stands still while anybody works and jumps to the next deadline when everybody sleeps.
///
/// A simulated day then takes exactly as long as its work, and a slow machine changes nothing in what happens.
/// Only participants count; time passes as soon as the last of them sleeps or waits.
public final class LockstepClock: WallClock {
    private struct Sleeper {
        let id: Int
        let deadline: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Instant
        var busy = 0
        var sleepers: [Sleeper] = []
        var nextID = 0
        var cancelled: Set<Int> = []
        /// Time does not pass this instant.
        var limit: Instant
    }

    private let state: Mutex<State>

    /// - Parameter limit: where time stops; sleepers beyond it sleep until they are cancelled or the limit is moved.
    public init(start: Instant, limit: Instant) {
        state = Mutex(State(now: start, limit: limit))
    }

    public var now: Instant { state.withLock { $0.now } }

    /// How many sleep while nobody is busy; nil while somebody is.
    public var allAsleep: Int? { state.withLock { $0.busy == 0 ? $0.sleepers.count : nil } }

    /// Lets time pass on to a later limit.
    public func extend(to limit: Instant) {
        let woken = state.withLock { state in
            state.limit = limit
            return advance(&state)
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }

    public func participating<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        state.withLock { $0.busy += 1 }
        defer { release() }
        return try await body()
    }

    public func waiting<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        release()
        defer { state.withLock { $0.busy += 1 } }
        return try await body()
    }

    /// The caller is busy before and after, and not while it sleeps.
    public func sleep(until deadline: Instant) async throws {
        try Task.checkCancellation()
        let id: Int? = state.withLock { state in
            if deadline <= state.now { return nil }
            state.nextID += 1
            return state.nextID
        }
        guard let id else { return await Task.yield() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let (woken, cancelled) = state.withLock { state -> ([Sleeper], Bool) in
                    if state.cancelled.remove(id) != nil { return ([], true) }
                    state.sleepers.append(Sleeper(id: id, deadline: deadline, continuation: continuation))
                    state.busy -= 1
                    return (advance(&state), false)
                }
                if cancelled { continuation.resume(throwing: CancellationError()) }
                for sleeper in woken { sleeper.continuation.resume() }
            }
        } onCancel: {
            let sleeper: Sleeper? = state.withLock { state in
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                    // Not asleep yet: the continuation above will find the mark. Woken already: the mark is never read.
                    state.cancelled.insert(id)
                    return nil
                }
                state.busy += 1
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    private func release() {
        let woken = state.withLock { state in
            state.busy -= 1
            return advance(&state)
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }

    /// When nobody is busy, moves to the earliest deadline within the limit and takes out who wakes there.
    private func advance(_ state: inout State) -> [Sleeper] {
        guard state.busy == 0, let next = state.sleepers.map(\.deadline).min(), next <= state.limit else { return [] }
        state.now = max(state.now, next)
        let woken = state.sleepers.filter { $0.deadline <= next }
        state.sleepers.removeAll { $0.deadline <= next }
        state.busy += woken.count
        return woken
    }
}
