internal import Postgres
public import Site

extension Database {
    public func alertRaise(siteID: String, code: String, subject: String = "", message: String, at: Instant) async throws {
        _ = try await rows(
            "select ems.fn_alert_raise(p_site_id => $1, p_code => $2, p_subject => $3, p_message => $4, p_at => $5)",
            [PostgresValue(siteID), PostgresValue(code), PostgresValue(subject), PostgresValue(message), PostgresValue(at)])
    }
}
