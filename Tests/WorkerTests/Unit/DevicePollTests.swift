import Database
import Site
import Testing

@testable import Worker

struct DevicePollTests {
    private let now = Instant("2026-06-10T10:00:10Z")!

    private func poll(_ device: String, _ kind: PollBlock.Kind, period: Duration? = .seconds(10), after seconds: Int = 0, derivations: [Derivation] = []) -> DevicePoll {
        DevicePoll(siteID: "home01", device: device, kind: kind, blocks: [], derivations: derivations, period: period, dueAt: now + .seconds(seconds))
    }

    @Test func `what is measured of one device at one time is one frame`() {
        let fast = poll("meter", .fast)
        #expect(poll("meter", .slow).isMeasured(with: fast))
        #expect(poll("meter", .slow, after: -1).isMeasured(with: fast))
        #expect(!poll("meter", .slow, after: 1).isMeasured(with: fast))
        #expect(!poll("meter", .setting).isMeasured(with: fast))
        #expect(!poll("charger", .slow).isMeasured(with: fast))
        #expect(!fast.isMeasured(with: poll("meter", .identity, period: nil)))
    }

    @Test func `joined, a value is derived once`() {
        let sum = Derivation(metric: "sum_w", terms: [])
        let other = Derivation(metric: "other_w", terms: [])
        let both = poll("meter", .fast, derivations: [sum]).joined(with: poll("meter", .slow, derivations: [sum, other]))
        #expect(both.metrics == ["sum_w", "other_w"])
        #expect(both.kind == .fast)
    }

    @Test func `ticks lie on multiples of the period, a silent device waits, an identity is asked once`() {
        var fast = poll("meter", .fast)
        fast.schedule(after: now + .seconds(3), retryAt: nil)
        #expect(fast.dueAt == now + .seconds(10))
        fast.schedule(after: now + .seconds(3), retryAt: now + .seconds(4))
        #expect(fast.dueAt == now + .seconds(10))
        fast.schedule(after: now + .seconds(3), retryAt: now + .seconds(33))
        #expect(fast.dueAt == now + .seconds(33))
        var identity = poll("meter", .identity, period: nil)
        identity.schedule(after: now, retryAt: now + .seconds(2))
        #expect(identity.dueAt == now + .seconds(2))
        identity.schedule(after: now, retryAt: nil)
        #expect(identity.dueAt == Instant(microseconds: .max))
    }
}
