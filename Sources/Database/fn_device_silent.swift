internal import Postgres
public import Site

extension Database {
    public enum DeviceTrouble: String, Sendable {
        case silent = "device_silent"
        case reply = "device_reply"
    }

    /// A device did not answer, or answered wrongly.
    public func deviceSilent(siteID: String, device: String, _ trouble: DeviceTrouble, error: String, at: Instant) async throws {
        _ = try await rows(
            "select ems.fn_device_silent(p_site_id => $1, p_device => $2, p_code => $3, p_error => $4, p_at => $5)",
            [PostgresValue(siteID), PostgresValue(device), PostgresValue(trouble.rawValue), PostgresValue(error), PostgresValue(at)])
    }
}
