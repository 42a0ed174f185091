internal import Postgres
public import Site

extension Database {
    /// Drops what is too old; returns counts by table as JSON text.
    public func retain(at: Instant) async throws -> String {
        try await row("select ems.fn_retain(p_at => $1) as dropped", [PostgresValue(at)], timeout: .seconds(1800)).decode("dropped")
    }
}
