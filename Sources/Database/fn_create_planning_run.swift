internal import Postgres
public import Site

extension Database {
    /// Makes and stores a plan; returns its id.
    public func createPlanningRun(siteID: String, type: String, at: Instant, author: String) async throws -> Int {
        try await row(
            "select ems.fn_create_planning_run(p_site_id => $1, p_type => $2, p_at => $3, p_author => $4) as id",
            [PostgresValue(siteID), PostgresValue(type), PostgresValue(at), PostgresValue(author)]
        ).decode("id")
    }
}
