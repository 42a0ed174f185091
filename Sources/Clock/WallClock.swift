public import Site

/// Where the time comes from. Nothing in the worker asks the operating system directly, so that a day can be lived
/// in minutes and tests do not depend on how fast the machine is.
///
/// A loop that sleeps on a clock takes part in it (`participating`); a task that waits for other participants says so
/// (`waiting`). Real clocks ignore both; `LockstepClock` needs them to know when everybody sleeps.
public protocol WallClock: Sendable {
    var now: Instant { get }

    /// Returns at `deadline` or later; at once when it has passed.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    func sleep(until deadline: Instant) async throws

    func participating<Value>(_ body: () async throws -> Value) async rethrows -> Value
    func waiting<Value>(_ body: () async throws -> Value) async rethrows -> Value
}

extension WallClock {
    public func sleep(for duration: Duration) async throws {
        try await sleep(until: now + duration)
    }

    public func participating<Value>(_ body: () async throws -> Value) async rethrows -> Value { try await body() }
    public func waiting<Value>(_ body: () async throws -> Value) async rethrows -> Value { try await body() }
}
