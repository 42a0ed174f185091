@testable import API
import NIOCore
import Site
import Testing

/// The hub decides with clocks of the test's own.
struct EventHubTests {
    private let start = ContinuousClock.now
    private let audience = EventAudience(site: "home01", identity: Identity(role: "ems_guest", claims: #"{"sub": "a", "exp": 10}"#, isAnonymous: false))

    private func batch(_ cursor: Int, _ values: [String: String]) -> EventBatch {
        EventBatch(cursor: cursor, isSnapshot: false, items: values.sorted { $0.key < $1.key }.map { .init(kind: "telemetry", name: $0.key, content: $0.value) })
    }

    @Test func `An audience is read at most twice a second, however often something changes`() throws {
        let hub = EventHub()
        _ = hub.join(audience, EventListener(expiresAt: nil))
        hub.begin(audience, at: 1)
        var reads = 0
        for step in 0..<300 {
            hub.changed("home01")
            reads += hub.due(at: start + .milliseconds(10 * step)).ready.count
        }
        #expect(reads == 6)
        let (ready, next) = hub.due(at: start + .milliseconds(2999))
        #expect(ready.isEmpty)
        #expect(next == start + .milliseconds(3000))
    }

    @Test func `Another house's change wakes nobody`() {
        let hub = EventHub()
        _ = hub.join(audience, EventListener(expiresAt: nil))
        hub.begin(audience, at: 1)
        hub.changed("home02")
        #expect(hub.due(at: start).ready.isEmpty)
        hub.changed(nil)
        #expect(hub.due(at: start).ready.map(\.cursor) == [1])
    }

    @Test func `What was told is not told again`() async throws {
        let hub = EventHub()
        let listener = EventListener(expiresAt: nil)
        _ = hub.join(audience, listener)
        hub.begin(audience, at: 1)
        hub.deliver(batch(2, ["a": "1", "b": "1"]), to: audience)
        hub.deliver(batch(3, ["a": "1", "b": "2"]), to: audience)
        hub.deliver(batch(4, ["b": "2"]), to: audience)
        hub.close()
        var texts: [String] = []
        for await message in listener.messages { texts.append(String(buffer: message.bytes)) }
        #expect(texts == ["event: telemetry\ndata: [1, 1]\nid: 2\n\n", "event: telemetry\ndata: [2]\nid: 3\n\n"])
    }

    @Test func `Who does not keep up is let go, the others stay`() async throws {
        let hub = EventHub()
        let slow = EventListener(expiresAt: nil), quick = EventListener(expiresAt: nil)
        _ = hub.join(audience, slow)
        _ = hub.join(audience, quick)
        hub.begin(audience, at: 1)
        var iterator = quick.messages.makeAsyncIterator()
        for cursor in 2..<200 {
            hub.deliver(batch(cursor, ["a": "\(cursor)"]), to: audience)
            #expect(await iterator.next()?.cursor == cursor)
        }
        #expect(hub.listenerCount == 1)
        var kept = 0
        for await _ in slow.messages { kept += 1 }
        #expect(kept == 64)
        for await _ in slow.release {}
    }

    @Test func `A listener goes with its token`() {
        let hub = EventHub()
        _ = hub.join(audience, EventListener(expiresAt: Instant(microseconds: 10_000_000)))
        _ = hub.join(audience, EventListener(expiresAt: nil))
        hub.beat(at: Instant(microseconds: 9_999_999))
        #expect(hub.listenerCount == 2)
        hub.beat(at: Instant(microseconds: 10_000_000))
        #expect(hub.listenerCount == 1)
    }

    @Test func `Tokens of one person share a read, two persons do not`() {
        func audience(_ claims: String) -> EventAudience { EventAudience(site: "home01", identity: Identity(role: "ems_guest", claims: claims, isAnonymous: false)) }
        #expect(audience(#"{"sub": "a", "exp": 10, "iat": 1}"#) == audience(#"{"sub": "a", "exp": 20, "iat": 2}"#))
        #expect(audience(#"{"sub": "a"}"#) != audience(#"{"sub": "b"}"#))
    }
}
