internal import Postgres
public import Site

extension Database {
    /// Fills the audit up to the last full slot; returns rows written.
    public func auditFillDue(siteID: String, at: Instant) async throws -> Int {
        try await row("select ems.fn_audit_fill_due(p_site_id => $1, p_at => $2) as filled", [PostgresValue(siteID), PostgresValue(at)]).decode("filled")
    }
}
