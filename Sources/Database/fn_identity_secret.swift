internal import Postgres

extension Database {
    /// What the database signs logins with, and whom its tokens are for.
    public func identitySecret() async throws -> (secret: String, audience: String) {
        let row = try await row("select * from ems.fn_identity_secret()")
        return (try row.decode("secret"), try row.decode("audience"))
    }
}
