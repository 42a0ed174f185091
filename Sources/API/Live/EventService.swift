internal import Clock
internal import HTTPTypes
internal import Logging
internal import NIOCore
internal import Postgres
public import ServiceLifecycle
internal import Site

/// Hears that something changed (channel `ems_live`), reads what with each audience's rights, and hands it to the hub.
///
/// One connection listens. While there are listeners it holds advisory lock `ems_live`, without which the database's triggers say nothing.
public final class EventService: Service {
    let hub = EventHub()
    private let api: RestAPI
    private let open: PostgresPool.Opener
    private let clock: any WallClock
    private let logger: Logger

    /// How long one wait for notices lasts: bounds how late the first listener is noticed, and how long a stop takes.
    private static let slice = Duration.milliseconds(200)
    /// Reads under way at a time; requests need the pool too.
    private static let readers = 2

    init(_ api: RestAPI, clock: any WallClock, logger: Logger, open: @escaping PostgresPool.Opener) {
        (self.api, self.clock, self.logger, self.open) = (api, clock, logger, open)
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.listen() }
                group.addTask { await self.read() }
                group.addTask { await self.beat() }
                await group.next()
                group.cancelAll()
            }
        }
        hub.close()
    }

    /// What `event_since` tells one audience.
    /// - Throws: SA404 for a house that is not the audience's; whatever a request can run into.
    func batch(_ audience: EventAudience, since cursor: Int?) async throws(APIError) -> EventBatch {
        let query = "p_site_id=\(PercentEncoding.encode(audience.site))" + (cursor.map { "&p_since=\($0)" } ?? "")
        let input = HTTPInput(method: "GET", path: "/rpc/event_since", query: Substring(query), headers: [], body: [])
        let answer = try await api.respond(input, as: audience.identity) { () async throws(APIError) in [] }
        return try EventBatch(rows: JSONReader.value(String(buffer: answer.body)))
    }

    private func listen() async {
        var holdsLock = false
        await ListenLoop(channel: "ems_live", clock: clock, logger: logger, open: open).run(
            begin: { (_) async throws(PostgresError) in
                holdsLock = false
                // Anything may have happened while nobody heard.
                hub.changed(nil)
            },
            turn: { (connection) async throws(PostgresError) in
                if hub.hasListeners != holdsLock {
                    holdsLock.toggle()
                    try await connection.script("select pg_advisory_\(holdsLock ? "lock" : "unlock")_shared(hashtextextended('ems_live', 0))")
                    // What changed before the lock was held was told to nobody.
                    if holdsLock { hub.changed(nil) }
                }
                for notice in try await connection.notifications(within: Self.slice) {
                    if let site = JSONReader.value(notice.payload)?[key: "site"]?.string { hub.changed(site) }
                }
            })
    }

    private func read() async {
        for await _ in hub.rings {
            while !Task.isCancelled {
                let (ready, next) = hub.due(at: .now)
                await withTaskGroup(of: Void.self) { group in
                    for (index, due) in ready.enumerated() {
                        if index >= Self.readers { await group.next() }
                        group.addTask { await self.read(due.audience, since: due.cursor) }
                    }
                }
                if ready.isEmpty {
                    guard let next else { break }
                    try? await Task.sleep(until: next, clock: .continuous)
                }
            }
        }
    }

    private func read(_ audience: EventAudience, since cursor: Int) async {
        do {
            hub.deliver(try await batch(audience, since: cursor), to: audience)
        } catch {
            switch error.status.code {
            // The database is away or busy: the next notice, or the listening connection's return, reads it all.
            case 500...: logger.debug("events were not read", metadata: ["error": "\(error.code)"])
            default: hub.dismiss(audience)
            }
        }
    }

    private func beat() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(15))
            hub.beat(at: clock.now)
        }
    }
}
