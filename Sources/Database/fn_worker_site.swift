internal import Postgres

/// A house a worker looks after.
public struct WorkerSite: Sendable, Equatable {
    public let siteID: String
    public let timeZone: String
    public let currency: String
    public let marketCode: String
    public let controls: Bool
}

extension Database {
    /// The houses, by id.
    public func workerSite() async throws -> [WorkerSite] {
        try await rows("select * from ems.fn_worker_site()").map { row in
            WorkerSite(
                siteID: try row.decode("site_id"), timeZone: try row.decode("time_zone"), currency: try row.decode("currency"),
                marketCode: try row.decode("market_code"), controls: try row.decode("control_mode", as: String.self) == "control")
        }
    }
}
