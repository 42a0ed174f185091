import Glibc
public import Site

/// The operating system's clock, or a time derived from it: from `start` on, `speed` times as fast.
public struct SystemClock: WallClock {
    private let start: Instant
    private let anchor: Instant
    private let speed: Double

    /// Real time.
    public init() {
        self.init(start: Self.real, anchor: Self.real, speed: 1)
    }

    /// Time that was `start` when the operating system's clock said `anchor` and runs `speed` times as fast.
    ///
    /// Processes given the same three values agree on the time.
    public init(start: Instant, anchor: Instant, speed: Double) {
        precondition(speed > 0, "time does not stand still or run backwards")
        self.start = start
        self.anchor = anchor
        self.speed = speed
    }

    public var now: Instant {
        if speed == 1, start == anchor { return Self.real }
        return start + .seconds((Self.real - anchor) / .seconds(1) * speed)
    }

    public func sleep(until deadline: Instant) async throws {
        // In slices, so that a step of the operating system's clock is noticed.
        while true {
            let left = (deadline - now) / .seconds(1) / speed
            if left <= 0 { return }
            try await Task.sleep(for: .seconds(min(left, 30)))
        }
    }

    /// What the operating system says.
    public static var real: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
