internal import Postgres
public import Site

extension Database {
    /// Makes runs for what came due; returns how many.
    @discardableResult
    public func jobTick(siteID: String, at: Instant) async throws -> Int {
        try await row("select ems.fn_job_tick(p_site_id => $1, p_at => $2) as made", [PostgresValue(siteID), PostgresValue(at)]).decode("made")
    }
}
