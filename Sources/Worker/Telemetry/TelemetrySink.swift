internal import Clock
internal import Database
internal import Logging
internal import Postgres
internal import Site
internal import Synchronization

/// Takes frames from the pollers into the database, and onto disk while it is away.
final class TelemetrySink: Sendable {
    private let database: Database
    private let spool: Spool
    private let clock: any WallClock
    private let logger: Logger
    private let away = Mutex(false)
    /// Sites whose telemetry had to be dropped, to be said when the database is back.
    private let dropped = Mutex<Set<String>>([])

    init(database: Database, spool: Spool, clock: any WallClock, logger: Logger) {
        self.database = database
        self.spool = spool
        self.clock = clock
        self.logger = logger
    }

    /// Stores a frame. Never fails: without the database it goes to the spool.
    func deliver(_ frame: TelemetryFrame) async {
        // While the database is known to be away, only the drain asks it, so that polling does not wait for it.
        guard !away.withLock({ $0 }) else { return keep([frame]) }
        do {
            _ = try await database.ingestTelemetry([frame], at: clock.now)
        } catch let error as PostgresError where error.isConnectionLoss || error.code == .poolTimeout {
            away.withLock { $0 = true }
            logger.warning("the database is away, telemetry goes to the spool", metadata: ["error": "\(error)"])
            keep([frame])
        } catch is CancellationError {
            keep([frame])
        } catch {
            logger.error("telemetry was not stored and goes to the spool", metadata: ["device": "\(frame.device)", "error": "\(String(reflecting: error))"])
            keep([frame])
        }
    }

    /// Sends what lies in the spool, oldest first, as long as the database takes it.
    func drain() async {
        while let (name, frames) = spool.oldest() {
            do {
                for batch in Self.batches(frames) { _ = try await database.ingestTelemetry(batch, at: clock.now) }
            } catch let error as PostgresError where error.isConnectionLoss || error.code == .poolTimeout {
                away.withLock { $0 = true }
                return
            } catch is CancellationError {
                return
            } catch let error as PostgresError where error.isRefusal {
                logger.error("the database refuses a file of the spool; it is set aside", metadata: ["spool.file": "\(name)", "error": "\(String(reflecting: error))"])
                spool.setAside(name)
                continue
            } catch {
                logger.error("a file of the spool was not stored and waits", metadata: ["spool.file": "\(name)", "error": "\(String(reflecting: error))"])
                return
            }
            spool.remove(name)
            if away.withLock({ away in
                defer { away = false }
                return away
            }) {
                logger.notice("the database is back, the spool is being sent")
                await tellDropped()
            }
        }
    }

    /// Drains for as long as the worker runs, and finds out when the database is back.
    func run() async throws {
        try await clock.participating {
            while true {
                try await clock.sleep(for: .seconds(5))
                await drain()
            }
        }
    }

    private func tellDropped() async {
        for siteID in dropped.withLock({ sites in
            defer { sites = [] }
            return sites.sorted()
        }) {
            try? await database.alertRaise(
                siteID: siteID, code: "spool_overflow", subject: "", message: "telemetry of the time without the database was dropped, the oldest first", at: clock.now)
        }
    }

    private func keep(_ frames: [TelemetryFrame]) {
        do {
            let dropped = try spool.append(frames)
            if dropped > 0 {
                logger.error("the spool is full, its oldest telemetry was dropped", metadata: ["spool.files": "\(dropped)"])
                self.dropped.withLock { $0.formUnion(frames.map(\.siteID)) }
            }
        } catch {
            logger.error("telemetry could not be kept on disk", metadata: ["error": "\(error)"])
        }
    }

    /// Frames of the same device and metrics together, in their order, at most 512 at a time.
    static func batches(_ frames: [TelemetryFrame]) -> [[TelemetryFrame]] {
        struct Key: Hashable {
            let site: String
            let device: String
            let metrics: [String]
        }
        var order: [Key] = []
        var groups: [Key: [TelemetryFrame]] = [:]
        for frame in frames {
            let key = Key(site: frame.siteID, device: frame.device, metrics: frame.metrics)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(frame)
        }
        return order.flatMap { key in
            let group = groups[key] ?? []
            return stride(from: 0, to: group.count, by: 512).map { Array(group[$0..<min($0 + 512, group.count)]) }
        }
    }
}
