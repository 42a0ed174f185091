internal import Postgres
public import Site

extension Database {
    public func jobProgress(siteID: String, jobRunID: Int, worker: String, progress: String, at: Instant) async throws {
        _ = try await rows(
            "select ems.fn_job_progress(p_site_id => $1, p_job_run_id => $2, p_worker => $3, p_progress => $4, p_at => $5)",
            [PostgresValue(siteID), PostgresValue(jobRunID), PostgresValue(worker), PostgresValue(progress), PostgresValue(at)])
    }
}
