internal import Foundation
internal import Postgres
public import Site

extension Database {
    /// A device answered; `identity` holds what it said of itself, where it was asked.
    public func deviceSeen(siteID: String, device: String, at: Instant, identity: [String: String]) async throws {
        let json = String(decoding: try JSONEncoder().encode(identity), as: UTF8.self)
        _ = try await rows(
            "select ems.fn_device_seen(p_site_id => $1, p_device => $2, p_at => $3, p_identity => $4)",
            [PostgresValue(siteID), PostgresValue(device), PostgresValue(at), PostgresValue(json)])
    }
}
