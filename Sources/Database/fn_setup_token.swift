internal import Postgres
public import Site

extension Database {
    /// A one-time token to make the first administrator with; nil where there is one.
    public func setupToken(at: Instant) async throws -> String? {
        try await row("select ems.fn_setup_token(p_at => $1) as token", [PostgresValue(at)]).decodeIfPresent("token")
    }
}
