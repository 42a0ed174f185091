internal import Synchronization

/// A fixed number of connections lent to closures, first come first served.
///
/// A connection that broke is replaced on its next use; errors inside a closure do not cost others their turn.
public final class PostgresPool: Sendable {
    public typealias Opener = @Sendable () async throws(PostgresError) -> PostgresConnection

    private let size: Int
    private let opener: Opener
    private let state: Mutex<State>

    private struct Waiter {
        let id: Int
        let deadline: ContinuousClock.Instant
        let want: Want

        enum Want {
            case loan(CheckedContinuation<PostgresConnection?, any Error>)
            case errand(Errand)
        }

        func refuse(_ error: any Error) {
            switch want {
            case .loan(let continuation): continuation.resume(throwing: error)
            case .errand(let errand): errand.fail(error)
            }
        }
    }

    /// Work for whichever connection is free first; one of the two is called, once.
    private struct Errand: Sendable {
        let run: @Sendable (isolated PostgresConnection) -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var idle: [PostgresConnection] = []
        var lent = 0
        var waiters: [Waiter] = []
        var nextWaiter = 0
        /// When overdue waiters are looked for next; nil while nobody waits.
        var sweepAt: ContinuousClock.Instant?
        var closed = false
    }

    /// - Parameters:
    ///   - size: most connections open at a time, at least 1.
    ///   - opener: makes one connection, already prepared for its use (roles, settings).
    public init(size: Int, _ opener: @escaping Opener) {
        precondition(size > 0, "a pool needs room for one connection")
        self.size = size
        self.opener = opener
        self.state = Mutex(State())
    }

    public convenience init(_ uri: String, size: Int, applicationName: String = "ems") {
        self.init(size: size) { () async throws(PostgresError) in
            try await PostgresConnection(uri, applicationName: applicationName)
        }
    }

    /// Lends a connection to `body`.
    /// - Parameter wait: how long to stand in the queue; past it `.poolTimeout` is thrown.
    public func withConnection<Value: Sendable>(
        wait: Duration = .seconds(10), _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await take(wait: wait)
        do {
            let value = try await body(connection)
            await giveBack(connection)
            return value
        } catch {
            await giveBack(connection)
            throw error
        }
    }

    /// Closes idle connections, refuses new loans, and ends the queue. Lent connections close when they come back.
    public func close() async {
        let (idle, waiters) = state.withLock { state in
            state.closed = true
            defer {
                state.idle = []
                state.waiters = []
            }
            return (state.idle, state.waiters)
        }
        for waiter in waiters { waiter.refuse(PostgresError(.closed, "the connection pool is closed")) }
        for connection in idle { await connection.close() }
    }

    private func take(wait: Duration) async throws -> PostgresConnection {
        enum Turn {
            case use(PostgresConnection), open, queue(Int), closed
        }
        let turn: Turn = state.withLock { state in
            if state.closed { return .closed }
            if let connection = state.idle.popLast() {
                state.lent += 1
                return .use(connection)
            }
            if state.lent < size {
                state.lent += 1
                return .open
            }
            state.nextWaiter += 1
            return .queue(state.nextWaiter)
        }
        switch turn {
        case .closed: throw PostgresError(.closed, "the connection pool is closed")
        case .use(let connection): return try await fresh(connection)
        case .open: return try await fresh(nil)
        case .queue(let id): return try await fresh(try await queue(id, wait: wait))
        }
    }

    /// Stands in the queue; nil means: the place is yours, but open a new connection.
    private func queue(_ id: Int, wait: Duration) async throws -> PostgresConnection? {
        let deadline = ContinuousClock.now + wait
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enum Turn {
                    case use(PostgresConnection), open, closed, wait
                }
                let turn: Turn = state.withLock { state in
                    if state.closed { return .closed }
                    // A connection may have come back since the queue was decided on.
                    if state.waiters.isEmpty {
                        if let connection = state.idle.popLast() {
                            state.lent += 1
                            return .use(connection)
                        }
                        if state.lent < size {
                            state.lent += 1
                            return .open
                        }
                    }
                    state.waiters.append(Waiter(id: id, deadline: deadline, want: .loan(continuation)))
                    return .wait
                }
                switch turn {
                case .use(let connection): continuation.resume(returning: connection)
                case .open: continuation.resume(returning: nil)
                case .closed: continuation.resume(throwing: PostgresError(.closed, "the connection pool is closed"))
                case .wait:
                    sweep(at: deadline)
                    if Task.isCancelled { leave(id, CancellationError()) }
                }
            }
        } onCancel: {
            leave(id, CancellationError())
        }
    }

    /// Sees to it that overdue waiters leave at `deadline` or before: one sleeping task for all of them, because a timer for
    /// each would outlive its waiter by seconds.
    private func sweep(at deadline: ContinuousClock.Instant) {
        let isNeeded = state.withLock { state in
            if let planned = state.sweepAt, planned <= deadline { return false }
            state.sweepAt = deadline
            return true
        }
        guard isNeeded else { return }
        Task {
            var target: ContinuousClock.Instant? = deadline
            while let instant = target {
                try? await Task.sleep(until: instant, clock: .continuous)
                target = expire(at: instant)
            }
        }
    }

    /// Lets go whoever waited long enough.
    /// - Returns: when to look again; nil where nobody waits or another task looks sooner.
    private func expire(at instant: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        let (overdue, next) = state.withLock { state -> ([Waiter], ContinuousClock.Instant?) in
            let overdue = state.waiters.filter { $0.deadline <= instant }
            state.waiters.removeAll { $0.deadline <= instant }
            guard state.sweepAt == instant else { return (overdue, nil) }
            state.sweepAt = state.waiters.map(\.deadline).min()
            return (overdue, state.sweepAt)
        }
        for waiter in overdue {
            waiter.refuse(PostgresError(.poolTimeout, "no database connection became free within the limit"))
        }
        return next
    }

    private func leave(_ id: Int, _ error: any Error) {
        let waiter: Waiter? = state.withLock { state in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
            return state.waiters.remove(at: index)
        }
        waiter?.refuse(error)
    }

    /// The connection if it still lives, else a new one in its place; on failure the place is freed.
    private func fresh(_ connection: PostgresConnection?) async throws -> PostgresConnection {
        if let connection, connection.isOpen { return connection }
        do {
            return try await opener()
        } catch {
            passOn(nil)
            throw error
        }
    }

    private func giveBack(_ connection: PostgresConnection) async {
        passOn(connection.isOpen ? connection : nil)
        if state.withLock({ $0.closed }) { await connection.close() }
    }

    /// Hands the place, with its connection if there is one, to the first in the queue, or frees it.
    private func passOn(_ connection: PostgresConnection?) {
        switch release(connection) {
        case .loan(let continuation)?: continuation.resume(returning: connection)
        case .errand(let errand)?: start(errand, on: connection)
        case nil: break
        }
    }

    /// What the first in the queue wants, whose the place is now; nil: nobody waits, and it is free.
    private func release(_ connection: PostgresConnection?) -> Waiter.Want? {
        state.withLock { state in
            if state.waiters.isEmpty {
                state.lent -= 1
                if let connection, !state.closed { state.idle.append(connection) }
                return nil
            }
            return state.waiters.removeFirst().want
        }
    }

    // MARK: - Errands

    /// Runs `body` on the connection that is free first, on that connection's own thread.
    ///
    /// While others wait, a connection goes from errand to errand without leaving its thread: nobody is woken to be handed it.
    /// - Parameter wait: how long to stand in the queue; past it `.poolTimeout` is thrown.
    public func errand<Value: Sendable>(
        wait: Duration = .seconds(10), _ body: @escaping @Sendable (isolated PostgresConnection) throws(PostgresError) -> Value
    ) async throws -> Value {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let errand = Errand(
                    run: { connection in
                        do throws(PostgresError) {
                            continuation.resume(returning: try body(connection))
                        } catch {
                            continuation.resume(throwing: error)
                        }
                    }, fail: { continuation.resume(throwing: $0) })
                begin(errand, id, deadline: ContinuousClock.now + wait)
            }
        } onCancel: {
            leave(id, CancellationError())
        }
    }

    private func begin(_ errand: Errand, _ id: Int, deadline: ContinuousClock.Instant) {
        enum Turn {
            case use(PostgresConnection), open, closed, wait
        }
        let turn: Turn = state.withLock { state in
            if state.closed { return .closed }
            if let connection = state.idle.popLast() {
                state.lent += 1
                return .use(connection)
            }
            if state.lent < size {
                state.lent += 1
                return .open
            }
            state.waiters.append(Waiter(id: id, deadline: deadline, want: .errand(errand)))
            return .wait
        }
        switch turn {
        case .use(let connection): start(errand, on: connection)
        case .open: start(errand, on: nil)
        case .closed: errand.fail(PostgresError(.closed, "the connection pool is closed"))
        case .wait:
            sweep(at: deadline)
            if Task.isCancelled { leave(id, CancellationError()) }
        }
    }

    /// Begins an errand on this connection, or on a new one where it is nil or broken; on failure the place is freed.
    private func start(_ errand: Errand, on connection: PostgresConnection?) {
        if let connection, connection.isOpen { return connection.perform { self.work(errand, on: $0) } }
        Task {
            do {
                try await opener().perform { self.work(errand, on: $0) }
            } catch {
                errand.fail(error)
                passOn(nil)
            }
        }
    }

    /// One errand, and those that come after it.
    private func work(_ first: Errand, on connection: isolated PostgresConnection) {
        var next: Errand? = first
        while let errand = next {
            errand.run(connection)
            next = nil
            guard connection.isOpen else { return passOn(nil) }
            switch release(connection) {
            case .errand(let errand)?: next = errand
            case .loan(let continuation)?: continuation.resume(returning: connection)
            case nil: if state.withLock({ $0.closed }) { connection.close() }
            }
        }
    }
}
