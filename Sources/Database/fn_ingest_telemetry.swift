internal import Postgres
public import Site

/// What one device said at one instant. A value that could not be read is nil.
public struct TelemetryFrame: Sendable, Equatable, Codable {
    public let siteID: String
    public let device: String
    public let measuredAt: Instant
    public let metrics: [String]
    public let values: [Double?]

    public init(siteID: String, device: String, measuredAt: Instant, metrics: [String], values: [Double?]) {
        self.siteID = siteID
        self.device = device
        self.measuredAt = measuredAt
        self.metrics = metrics
        self.values = values
    }
}

public struct IngestCounts: Sendable, Equatable {
    public var stored = 0
    public var repeated = 0
    public var suspect = 0
    public var refused = 0
}

extension Database {
    /// Stores frames of one device that hold the same metrics; exactly once, however often they are sent.
    public func ingestTelemetry(_ frames: [TelemetryFrame], at: Instant) async throws -> IngestCounts {
        guard let first = frames.first else { return IngestCounts() }
        precondition(frames.allSatisfy { $0.siteID == first.siteID && $0.device == first.device && $0.metrics == first.metrics }, "frames of one matrix")
        let row = try await row(
            """
            select * from ems.fn_ingest_telemetry(p_site_id => $1, p_device => $2, p_metric => $3::text[], p_measured_at => $4::timestamptz[],
              p_value => $5::float8[], p_at => $6)
            """,
            [
                PostgresValue(first.siteID), PostgresValue(first.device), PostgresValue(array: first.metrics), PostgresValue(array: frames.map(\.measuredAt)),
                PostgresValue(array: frames.flatMap(\.values)), PostgresValue(at),
            ])
        return IngestCounts(
            stored: try row.decode("stored"), repeated: try row.decode("repeated"), suspect: try row.decode("suspect"), refused: try row.decode("refused"))
    }
}
