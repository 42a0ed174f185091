internal import NIOCore
internal import Site
internal import Synchronization

/// Who listens to what, and what is due to be read. Knows neither sockets nor the database, and asks no clock.
final class EventHub: Sendable {
    /// Shortest time between two reads for one audience: two a second.
    static let pace = Duration.milliseconds(500)

    private struct Group {
        var listeners: [Int: EventListener] = [:]
        /// nil until the first of them has read.
        var cursor: Int?
        /// What the last read gave, by kind and name: the next may give it again.
        var sent: [String: String] = [:]
        var isDirty = false
        var readAt: ContinuousClock.Instant?
    }

    private struct State {
        var groups: [EventAudience: Group] = [:]
        var nextID = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    private let bell: AsyncStream<Void>.Continuation
    /// Rings when something became due.
    let rings: AsyncStream<Void>

    init() {
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var hasListeners: Bool { state.withLock { !$0.groups.isEmpty } }

    var listenerCount: Int { state.withLock { $0.groups.values.reduce(0) { $0 + $1.listeners.count } } }

    /// - Returns: the listener's number; nil while the process stops.
    func join(_ audience: EventAudience, _ listener: EventListener) -> Int? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            state.nextID += 1
            state.groups[audience, default: Group()].listeners[state.nextID] = listener
            return state.nextID
        }
    }

    /// The first reader of an audience says from where its reads go on.
    func begin(_ audience: EventAudience, at cursor: Int) {
        state.withLock { state in
            if state.groups[audience]?.cursor == nil { state.groups[audience]?.cursor = cursor }
        }
        bell.yield()
    }

    func leave(_ audience: EventAudience, _ id: Int) {
        let listener = state.withLock { state in
            let listener = state.groups[audience]?.listeners.removeValue(forKey: id)
            if state.groups[audience]?.listeners.isEmpty == true { state.groups[audience] = nil }
            return listener
        }
        listener?.end()
    }

    /// Something changed at a house; nil: anything may have changed anywhere.
    func changed(_ site: String?) {
        let hasChanged = state.withLock { state in
            var found = false
            for audience in state.groups.keys where site == nil || audience.site == site {
                state.groups[audience]?.isDirty = true
                found = true
            }
            return found
        }
        if hasChanged { bell.yield() }
    }

    /// Audiences to be read now, taken off the list, and when to look again.
    func due(at now: ContinuousClock.Instant) -> (ready: [(audience: EventAudience, cursor: Int)], next: ContinuousClock.Instant?) {
        state.withLock { state in
            var ready: [(audience: EventAudience, cursor: Int)] = []
            var next: ContinuousClock.Instant?
            for (audience, group) in state.groups where group.isDirty {
                guard let cursor = group.cursor else { continue }
                let earliest = group.readAt.map { $0 + Self.pace } ?? now
                if earliest <= now {
                    ready.append((audience, cursor))
                    state.groups[audience]?.isDirty = false
                    state.groups[audience]?.readAt = now
                } else {
                    next = min(next ?? earliest, earliest)
                }
            }
            return (ready, next)
        }
    }

    /// Hands a read to its audience; who cannot keep up is let go.
    func deliver(_ batch: EventBatch, to audience: EventAudience) {
        let late = state.withLock { state -> [EventListener] in
            guard var group = state.groups[audience] else { return [] }
            var fresh = batch
            if !batch.isSnapshot { fresh.items.removeAll { group.sent[Self.key($0)] == $0.content } }
            group.cursor = batch.cursor
            group.sent = Dictionary(batch.items.map { (Self.key($0), $0.content) }, uniquingKeysWith: { _, last in last })
            defer { state.groups[audience] = group.listeners.isEmpty ? nil : group }
            guard batch.isSnapshot || !fresh.items.isEmpty else { return [] }
            return Self.offer(.init(cursor: batch.cursor, bytes: fresh.frames), to: &group.listeners) { _ in true }
        }
        for listener in late { listener.end() }
    }

    /// A sign of life to everybody; who cannot take it, or whose token has ended, is let go.
    func beat(at now: Instant) {
        let ended = state.withLock { state -> [EventListener] in
            var ended: [EventListener] = []
            let message = EventListener.Message(cursor: nil, bytes: ByteBuffer(string: ": still here\n\n"))
            for audience in state.groups.keys {
                guard var group = state.groups[audience] else { continue }
                ended += Self.offer(message, to: &group.listeners) { listener in listener.expiresAt.map { $0 > now } ?? true }
                state.groups[audience] = group.listeners.isEmpty ? nil : group
            }
            return ended
        }
        for listener in ended { listener.end() }
    }

    /// Lets an audience go: it may not see the house any more.
    func dismiss(_ audience: EventAudience) {
        let group = state.withLock { $0.groups.removeValue(forKey: audience) }
        for listener in group?.listeners.values ?? [:].values { listener.end() }
    }

    /// Lets everybody go and takes nobody on.
    func close() {
        let groups = state.withLock { state in
            state.isClosed = true
            defer { state.groups = [:] }
            return state.groups
        }
        for group in groups.values { for listener in group.listeners.values { listener.end() } }
        bell.finish()
    }

    /// - Returns: who was taken off the list: not wanted any more, or with a full queue.
    private static func offer(
        _ message: EventListener.Message, to listeners: inout [Int: EventListener], wanted: (EventListener) -> Bool
    ) -> [EventListener] {
        let lost = listeners.filter { !wanted($0.value) || !$0.value.offer(message) }
        for id in lost.keys { listeners[id] = nil }
        return Array(lost.values)
    }

    private static func key(_ item: EventBatch.Item) -> String { "\(item.kind) \(item.name)" }
}
