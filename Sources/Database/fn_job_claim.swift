internal import Postgres
public import Site

/// A run this worker took.
public struct JobRun: Sendable {
    public let jobRunID: Int
    public let job: String
    public let dueAt: Instant
    public let author: String
    /// `argument` as JSON text.
    public let argument: String
}

extension Database {
    /// The next run of a site, or nil when there is nothing to do.
    public func jobClaim(siteID: String, worker: String, at: Instant) async throws -> JobRun? {
        try await rows(
            "select * from ems.fn_job_claim(p_site_id => $1, p_worker => $2, p_at => $3)", [PostgresValue(siteID), PostgresValue(worker), PostgresValue(at)]
        ).first.map { row in
            JobRun(
                jobRunID: try row.decode("job_run_id"), job: try row.decode("job"), dueAt: try row.decode("due_at"), author: try row.decode("author"),
                argument: try row.decode("argument"))
        }
    }
}
