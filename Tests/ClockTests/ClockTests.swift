import Clock
import Site
import Synchronization
import Testing

private final class Log: Sendable {
    private let entries = Mutex<[String]>([])
    var lines: [String] { entries.withLock { $0 } }
    func append(_ line: String) { entries.withLock { $0.append(line) } }
}

struct LockstepClockTests {
    let start = Instant("2026-03-29T00:00:00Z")!

    @Test func `time stands still while somebody works and jumps when all sleep`() async throws {
        let clock = LockstepClock(start: start, limit: start + .seconds(3600))
        let seen = Log()
        // Both loops are there before either sleeps, else the first would run ahead.
        let loops = await clock.participating {
            let loops = [("a", 600), ("b", 900)].map { name, period in
                Task { [start] in
                    try await clock.participating {
                        for round in 1...3 {
                            try await clock.sleep(until: start + .seconds(period * round))
                            // Real work takes real time and no simulated time.
                            try await Task.sleep(for: .milliseconds(5))
                            seen.append("\(name)\((clock.now - start) / .seconds(1))")
                        }
                    }
                }
            }
            try? await Task.sleep(for: .milliseconds(20))
            return loops
        }
        for loop in loops { try await loop.value }
        #expect(seen.lines.prefix(3) == ["a600.0", "b900.0", "a1200.0"])
        #expect(Set(seen.lines.dropFirst(3)) == ["a1800.0", "b1800.0", "b2700.0"])
        #expect(clock.now == start + .seconds(2700))
    }

    @Test func `time stops at the limit until it is moved`() async throws {
        let clock = LockstepClock(start: start, limit: start + .seconds(10))
        let sleeper = Task { try await clock.participating { try await clock.sleep(for: .seconds(20)) } }
        try await Task.sleep(for: .milliseconds(20))
        #expect(clock.now == start)
        clock.extend(to: start + .seconds(30))
        try await sleeper.value
        #expect(clock.now == start + .seconds(20))
    }

    @Test func `a cancelled sleep throws and gives its turn back`() async throws {
        let clock = LockstepClock(start: start, limit: start + .seconds(1))
        let sleeper = Task { try await clock.participating { try await clock.sleep(for: .seconds(20)) } }
        try await Task.sleep(for: .milliseconds(10))
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        try await clock.participating { try await clock.sleep(for: .seconds(1)) }
        #expect(clock.now == start + .seconds(1))
    }
}

struct DoorbellTests {
    let start = Instant("2026-03-29T00:00:00Z")!

    @Test func `a ring ends a sleep, and a ring before it makes it end at once`() async throws {
        let clock = LockstepClock(start: start, limit: start)
        let bell = Doorbell()
        let sleeper = Task { [start] in try await clock.participating { try await bell.sleep(until: start + .seconds(60), on: clock) } }
        try await Task.sleep(for: .milliseconds(10))
        bell.ring()
        #expect(try await sleeper.value)
        bell.ring()
        #expect(try await clock.participating { try await bell.sleep(until: start + .seconds(60), on: clock) })
        #expect(clock.now == start)
    }

    @Test func `cancelling the loop ends its sleep with an error`() async throws {
        let clock = SystemClock()
        let bell = Doorbell()
        let sleeper = Task { try await bell.sleep(until: clock.now + .seconds(60), on: clock) }
        try await Task.sleep(for: .milliseconds(10))
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }
}

struct SystemClockTests {
    @Test func `a fast clock keeps its ratio`() async throws {
        let real = SystemClock.real
        let clock = SystemClock(start: Instant("2026-01-01T00:00:00Z")!, anchor: real, speed: 1000)
        try await clock.sleep(until: Instant("2026-01-01T00:00:10Z")!)
        #expect(clock.now >= Instant("2026-01-01T00:00:10Z")!)
        #expect(SystemClock.real - real >= .milliseconds(10))
    }
}
