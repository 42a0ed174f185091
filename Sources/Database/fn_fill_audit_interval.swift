internal import Postgres
public import Site

extension Database {
    /// Fills the audit of a range again; returns rows written.
    public func fillAuditInterval(siteID: String, from: Instant, to: Instant, at: Instant) async throws -> Int {
        try await row(
            "select ems.fn_fill_audit_interval(p_site_id => $1, p_from => $2, p_to => $3, p_at => $4) as filled",
            [PostgresValue(siteID), PostgresValue(from), PostgresValue(to), PostgresValue(at)]
        ).decode("filled")
    }
}
