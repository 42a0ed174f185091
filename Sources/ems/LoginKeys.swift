import API
import Database
import Foundation
import Logging
import Postgres
import ServiceLifecycle
import Synchronization

/// Makes the API accept what the database's logins are signed with: one secret for both.
///
/// A secret from the settings (EMS_API_JWT_SECRET) goes into the database, so that what it signs the real PostgREST accepts too; without one the
/// database's own is used. A database that is away at the start is asked again until it is back; one that is not ours has no logins.
final class LoginKeys: Service {
    private let api: RestAPI
    private let configuration: APIConfiguration
    private let databaseURI: String
    private let logger: Logger
    private let isSettled = Atomic(false)

    init(api: RestAPI, configuration: APIConfiguration, databaseURI: String, logger: Logger) {
        self.api = api
        self.configuration = configuration
        self.databaseURI = databaseURI
        self.logger = logger
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while !self.isSettled.load(ordering: .acquiring) {
                    try await Task.sleep(for: .seconds(2))
                    await self.accept()
                }
            }
        } catch is CancellationError {
            return
        }
        try? await gracefulShutdown()
    }

    /// One try.
    func accept() async {
        do {
            try await settle()
            isSettled.store(true, ordering: .releasing)
        } catch let error as APIConfigurationError {
            logger.error("logins cannot be checked", metadata: ["error": "\(error)"])
            isSettled.store(true, ordering: .releasing)
        } catch {
            logger.warning("the key of logins could not be read, trying again", metadata: ["error": "\((error as? PostgresError)?.message ?? "\(error)")"])
        }
    }

    private func settle() async throws {
        let connection = try await PostgresConnection(databaseURI, applicationName: "ems-login-keys")
        let functions = try await connection.query(
            """
            select to_regprocedure('ems.fn_identity_secret()') is not null as here,
              exists (select from pg_roles where rolname = 'ems_worker' and pg_has_role(current_user, oid, 'member')) as may
            """)
        await connection.close()
        guard let row = functions.first, try row.decode("here", as: Bool.self) else { return }
        guard try row.decode("may", as: Bool.self) else {
            if configuration.jwtSecret == nil {
                logger.warning("logins cannot be checked: EMS_DATABASE_URL is no member of ems_worker, and EMS_API_JWT_SECRET is not set")
            }
            return
        }
        let database = Database(databaseURI, size: 1, applicationName: "ems-login-keys")
        defer { Task { await database.close() } }
        if sharedSecret != nil || configuration.jwtAudience != nil {
            try await database.identityAdopt(secret: sharedSecret, audience: configuration.jwtAudience)
        }
        let (secret, audience) = try await database.identitySecret()
        try await api.accept(loginSecret: secret, audience: audience)
    }

    /// The configured secret where it is one both sides can sign with: neither keys of others (JWK) nor bytes that are no text.
    private var sharedSecret: String? {
        guard let secret = configuration.jwtSecret, !configuration.jwtSecretIsBase64, !secret.drop(while: \.isWhitespace).hasPrefix("{") else { return nil }
        return secret
    }
}
