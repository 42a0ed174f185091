internal import Postgres
public import Site

extension Database {
    public enum CommandFailure: String, Sendable {
        /// The device refused, or the guard did.
        case failed
        /// Nobody knows whether the write arrived.
        case timeout
    }

    public func commandFailed(siteID: String, commandID: Int, _ failure: CommandFailure, error: String, at: Instant) async throws {
        _ = try await rows(
            "select ems.fn_command_failed(p_site_id => $1, p_command_id => $2, p_state => $3, p_error => $4, p_at => $5)",
            [PostgresValue(siteID), PostgresValue(commandID), PostgresValue(failure.rawValue), PostgresValue(error), PostgresValue(at)])
    }
}
