internal import Site

/// When to try a silent device again: after 1 s, 2 s, 4 s … 30 s.
struct Backoff: Sendable, Equatable {
    private(set) var failures = 0
    private(set) var retryAt: Instant?

    mutating func failed(at now: Instant) {
        failures += 1
        retryAt = now + .seconds(min(30, 1 << min(failures - 1, 5)))
    }

    mutating func succeeded() { self = Backoff() }

    func allows(at now: Instant) -> Bool { retryAt.map { now >= $0 } ?? true }
}
