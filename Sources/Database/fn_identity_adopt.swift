internal import Postgres

extension Database {
    /// Makes the database sign with this secret and for this audience; nil leaves it as it is.
    public func identityAdopt(secret: String?, audience: String?) async throws {
        _ = try await rows(
            "select ems.fn_identity_adopt(p_secret => $1, p_audience => $2)", [PostgresValue(secret), PostgresValue(audience)])
    }
}
