internal import Postgres
public import Site

extension Database {
    /// A run came to its end; returns `done`, `failed`, `waiting` (to be tried again) or `lost` (another's by now).
    @discardableResult
    public func jobFinished(siteID: String, jobRunID: Int, worker: String, result: String?, error: String?, at: Instant) async throws -> String {
        try await row(
            "select ems.fn_job_finished(p_site_id => $1, p_job_run_id => $2, p_worker => $3, p_result => $4, p_error => $5, p_at => $6) as state",
            [PostgresValue(siteID), PostgresValue(jobRunID), PostgresValue(worker), PostgresValue(result), PostgresValue(error), PostgresValue(at)]
        ).decode("state")
    }
}
