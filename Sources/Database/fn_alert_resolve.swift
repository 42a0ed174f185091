internal import Postgres
public import Site

extension Database {
    public func alertResolve(siteID: String, code: String, subject: String = "", by: String, at: Instant) async throws {
        _ = try await rows(
            "select ems.fn_alert_resolve(p_site_id => $1, p_code => $2, p_subject => $3, p_at => $4, p_by => $5)",
            [PostgresValue(siteID), PostgresValue(code), PostgresValue(subject), PostgresValue(at), PostgresValue(by)])
    }
}
