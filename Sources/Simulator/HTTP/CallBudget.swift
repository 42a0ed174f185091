internal import Site
internal import Synchronization

/// How many calls a service still answers in a sliding period.
final class CallBudget: Sendable {
    let limit: Int
    let period: Duration
    private let calls = Mutex<[Instant]>([])

    init(limit: Int, period: Duration) {
        self.limit = limit
        self.period = period
    }

    /// - Returns: calls left after this one, or when the next is welcome.
    func take(at now: Instant) -> (remaining: Int, retryAt: Instant?) {
        calls.withLock { calls in
            calls.removeAll { $0 + period <= now }
            guard calls.count < limit else { return (0, calls[0] + period) }
            calls.append(now)
            return (limit - calls.count, nil)
        }
    }
}
