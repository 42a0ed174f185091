internal import Postgres
public import Site

extension Database {
    /// Whether a command may be written now.
    public enum CommandVerdict: String, Sendable {
        case go, taken, expired, observe, budget
    }

    /// This worker is about to write, or found that the register holds the value already (`write` false).
    public func commandSent(siteID: String, commandID: Int, worker: String, valueBefore: Double?, write: Bool, at: Instant) async throws -> CommandVerdict {
        let text: String = try await row(
            "select ems.fn_command_sent(p_site_id => $1, p_command_id => $2, p_worker => $3, p_value_before => $4, p_write => $5, p_at => $6) as verdict",
            [
                PostgresValue(siteID), PostgresValue(commandID), PostgresValue(worker), PostgresValue(valueBefore), PostgresValue(write), PostgresValue(at),
            ]
        ).decode("verdict")
        guard let verdict = CommandVerdict(rawValue: text) else { throw PostgresError(.decoding, "an unknown verdict \(text)") }
        return verdict
    }
}
