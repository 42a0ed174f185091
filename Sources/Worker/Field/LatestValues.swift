internal import Site
internal import Synchronization

/// The latest value of every point of every device this worker reads, for derived metrics and the last-stage guard.
final class LatestValues: Sendable {
    struct Reading: Sendable {
        let value: Double
        let at: Instant
    }

    private let readings = Mutex<[String: [String: Reading]]>([:])

    private func key(_ siteID: String, _ device: String) -> String { siteID + "/" + device }

    func update(siteID: String, device: String, _ values: [String: Double], at: Instant) {
        readings.withLock { readings in
            for (point, value) in values { readings[key(siteID, device), default: [:]][point] = Reading(value: value, at: at) }
        }
    }

    func reading(siteID: String, device: String, point: String) -> Reading? {
        readings.withLock { $0[key(siteID, device)]?[point] }
    }

    /// Values of a device that are not older than `age`.
    func values(siteID: String, device: String, at now: Instant, notOlderThan age: Duration) -> [String: Double] {
        readings.withLock { $0[key(siteID, device)] ?? [:] }.filter { now - $0.value.at <= age }.mapValues(\.value)
    }
}
