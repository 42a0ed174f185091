internal import Postgres
public import Site

extension Database {
    /// Settings of a device were read; returns how many somebody else had changed.
    public func settingRead(siteID: String, device: String, points: [String], values: [Double?], at: Instant) async throws -> Int {
        try await row(
            "select * from ems.fn_setting_read(p_site_id => $1, p_device => $2, p_point => $3::text[], p_value => $4::float8[], p_at => $5)",
            [PostgresValue(siteID), PostgresValue(device), PostgresValue(array: points), PostgresValue(array: values), PostgresValue(at)]
        ).decode("changed")
    }
}
