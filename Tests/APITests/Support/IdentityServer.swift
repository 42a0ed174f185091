@testable import API
import Clock
import Hummingbird
import Logging
import Postgres
import TestSupport

/// The whole front (client, cookies, health, `/api/v1`, `/rest`) over a clone of the migrated database with two houses and cheap passwords.
enum IdentityServer {
    static let secret = "a secret of this test, long enough for HS256"
    static let password = "correct horse battery"

    struct House: Sendable {
        let client: TestClient
        let owner: PostgresConnection
    }

    /// Anna runs home01, Bert home02; Olga is administrator of all there is. Everybody has the same password.
    private static let people = """
        update ems.identity_setting set bcrypt_work = 4, secret = '\(secret)';
        select ems.fn_demo_site(s, 'House ' || s, '{"meter": {"host": "127.0.0.1", "port": 1}, "inverter": {"host": "127.0.0.1", "port": 2}}', 'observe', now()) from unnest('{home01,home02}'::text[]) as s;
        select ems.fn_alert_raise(s, 'device_silent', 'meter_grid', 'silent', now()) from unnest('{home01,home02}'::text[]) as s;
        select ems.fn_job_request(s, 'plan_rolling', '{}', 'nobody', now()) from unnest('{home01,home02}'::text[]) as s;
        select ems.fn_user_add('anna@example.org', 'Anna', null, '\(password)', now()), ems.fn_user_add('bert@example.org', 'Bert', null, '\(password)', now()),
          ems.fn_user_add('olga@example.org', 'Olga', 'admin', '\(password)', now());
        select ems.fn_user_member('anna@example.org', 'home01', 'operator'), ems.fn_user_member('bert@example.org', 'home02', 'admin');
        """

    static func with(_ body: @escaping @Sendable (House) async throws -> Void) async throws {
        try await TestDatabase.with { uri in
            let owner = try await PostgresConnection(uri)
            try await owner.script(people)
            var logger = Logger(label: "identity-tests")
            logger.logLevel = .critical
            let api = try await RestAPI(
                APIConfiguration(schemas: ["api"], anonymousRole: "web_anon", jwtSecret: nil), database: uri, connections: 4, clock: SystemClock(), logger: logger)
            try await api.accept(loginSecret: secret, audience: "ems")
            try await api.reloadSchemaCache()
            let router = Router(context: ClientContext.self)
            // The test itself is the proxy.
            router.add(middleware: api.frontMiddleware(proxies: try TrustedProxies(["127.0.0.1", "::1"]), isSecure: false))
            router.add(middleware: api.healthMiddleware())
            router.add(middleware: api.controlMiddleware())
            router.add(middleware: api.middleware())
            try await TestServer.with(router, logger: logger) { try await body(House(client: $0, owner: owner)) }
            await api.close()
            await owner.close()
        }
    }
}
