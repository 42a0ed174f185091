/// The server's settings. Each means what the PostgREST setting of the same name means.
public struct APIConfiguration: Sendable {
    /// Exposed schemas; the first is the default. PostgREST: `db-schemas`.
    public var schemas: [String]
    /// Role of requests without a token; nil refuses them. `db-anon-role`.
    public var anonymousRole: String?
    /// At least 32 bytes for HS256, or a JWK or JWK set as JSON; nil refuses every token. `jwt-secret`.
    public var jwtSecret: String?
    /// What the database signs logins with, beside `jwtSecret`; nil where it makes none.
    var loginSecret: String?
    /// The secret is base64. `jwt-secret-is-base64`.
    public var jwtSecretIsBase64 = false
    /// Audience a token must name where it names any. `jwt-aud`.
    public var jwtAudience: String?
    /// Where a token's claims hold the role, as a path of keys and indexes. `jwt-role-claim-key`, by default `.role`.
    public var jwtRoleClaimKey = ".role"
    /// Most rows of a read, at each level; nil for no limit. `db-max-rows`.
    public var maxRows: Int?
    /// Function called in each transaction before the main query. `db-pre-request`.
    public var preRequest: String?
    /// `db-tx-end`.
    public var transactionEnd = TransactionEnd.commit
    /// Searched after the request's schema. `db-extra-search-path`.
    public var extraSearchPath = ["public"]
    /// Function settings that apply to the whole transaction. `db-hoisted-tx-settings`.
    public var hoistedSettings = ["statement_timeout", "plan_filter.statement_cost_limit", "default_transaction_isolation"]
    /// Set locally in every transaction. `app.settings.*`, keys with that prefix.
    public var appSettings: [String: String] = [:]
    /// Origins that browsers may call from, nil for all. `server-cors-allowed-origins`.
    public var corsAllowedOrigins: [String]?
    /// `openapi-mode`.
    public var openAPIMode = OpenAPIMode.followPrivileges
    /// URL path under which the server stands; "" for the root.
    public var prefix = "/rest"
    /// Ends a statement unless the role or function sets its own; nil leaves it to the database.
    public var statementTimeout: Duration? = .seconds(30)
    /// How long a request may wait for a connection before PGRST003. `db-pool-acquisition-timeout`.
    public var poolWait: Duration = .seconds(10)
    /// Largest body in bytes.
    public var bodyLimit = 16 << 20

    /// How a transaction ends, and whether `Prefer: tx=` may say otherwise.
    public enum TransactionEnd: String, Sendable, CaseIterable {
        case commit
        case commitAllowOverride = "commit-allow-override"
        case rollback
        case rollbackAllowOverride = "rollback-allow-override"

        var allowsOverride: Bool { self == .commitAllowOverride || self == .rollbackAllowOverride }
        var rollsBack: Bool { self == .rollback || self == .rollbackAllowOverride }
    }

    /// What the root describes: what the role may use, everything exposed, or nothing (404).
    public enum OpenAPIMode: String, Sendable, CaseIterable {
        case followPrivileges = "follow-privileges"
        case ignorePrivileges = "ignore-privileges"
        case disabled
    }

    /// - Precondition: at least one schema.
    public init(schemas: [String], anonymousRole: String?, jwtSecret: String?) {
        precondition(!schemas.isEmpty, "an API without an exposed schema has nothing to say")
        self.schemas = schemas
        self.anonymousRole = anonymousRole
        self.jwtSecret = jwtSecret
    }
}
