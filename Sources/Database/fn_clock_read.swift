internal import Postgres
public import Site

extension Database {
    /// A device told its local time, `2026-03-29 02:15:00`; returns how far it is ahead, s.
    public func clockRead(siteID: String, device: String, clock: String, at: Instant) async throws -> Double {
        try await row(
            "select ems.fn_clock_read(p_site_id => $1, p_device => $2, p_clock => $3, p_at => $4) as skew",
            [PostgresValue(siteID), PostgresValue(device), PostgresValue(clock), PostgresValue(at)]
        ).decode("skew")
    }
}
