import API
import ArgumentParser
import Foundation

/// The API's settings as flags and `EMS_API_*` variables, each meaning what PostgREST's setting of that name means.
struct APIOptions: ParsableArguments {
    @Option(name: .customLong("api-schemas"), help: "Exposed schemas, comma separated; the first is the default (EMS_API_SCHEMAS).")
    var schemas = APIOptions.variable("EMS_API_SCHEMAS") ?? "api"

    @Option(name: .customLong("api-anon-role"), help: "Role of requests without a token; empty refuses them (EMS_API_ANON_ROLE).")
    var anonymousRole = APIOptions.variable("EMS_API_ANON_ROLE") ?? "web_anon"

    @Option(name: .customLong("api-jwt-secret-file"), help: "File with the secret, JWK or JWK set; else EMS_API_JWT_SECRET holds it.")
    var jwtSecretFile = APIOptions.variable("EMS_API_JWT_SECRET_FILE")

    @Flag(name: .customLong("api-jwt-secret-is-base64"), help: "The secret is base64 (EMS_API_JWT_SECRET_IS_BASE64=true).")
    var jwtSecretIsBase64 = false

    @Option(name: .customLong("api-jwt-aud"), help: "Audience that tokens must name where they name any (EMS_API_JWT_AUD).")
    var jwtAudience = APIOptions.variable("EMS_API_JWT_AUD")

    @Option(name: .customLong("api-jwt-role-claim-key"), help: "Where a token holds the role (EMS_API_JWT_ROLE_CLAIM_KEY).")
    var jwtRoleClaimKey = APIOptions.variable("EMS_API_JWT_ROLE_CLAIM_KEY") ?? ".role"

    @Option(name: .customLong("api-max-rows"), help: "Most rows of a read, at every level (EMS_API_MAX_ROWS).")
    var maxRows = APIOptions.variable("EMS_API_MAX_ROWS").flatMap { Int($0) }

    @Option(name: .customLong("api-pre-request"), help: "Function called in each transaction first (EMS_API_PRE_REQUEST).")
    var preRequest = APIOptions.variable("EMS_API_PRE_REQUEST")

    @Option(name: .customLong("api-tx-end"), help: "commit, commit-allow-override, rollback, rollback-allow-override (EMS_API_TX_END).")
    var transactionEnd = APIOptions.variable("EMS_API_TX_END") ?? "commit"

    @Option(name: .customLong("api-extra-search-path"), help: "Schemas searched after the request's (EMS_API_EXTRA_SEARCH_PATH).")
    var extraSearchPath = APIOptions.variable("EMS_API_EXTRA_SEARCH_PATH") ?? "public"

    @Option(name: .customLong("api-cors-allowed-origins"), help: "Origins browsers may call from, all by default (EMS_API_CORS_ALLOWED_ORIGINS).")
    var corsAllowedOrigins = APIOptions.variable("EMS_API_CORS_ALLOWED_ORIGINS")

    @Option(name: .customLong("api-openapi-mode"), help: "follow-privileges, ignore-privileges, disabled (EMS_API_OPENAPI_MODE).")
    var openAPIMode = APIOptions.variable("EMS_API_OPENAPI_MODE") ?? "follow-privileges"

    @Option(name: .customLong("api-connections"), help: "Most database connections serving requests (EMS_API_CONNECTIONS).")
    var connections = APIOptions.variable("EMS_API_CONNECTIONS").flatMap { Int($0) } ?? 10

    @Option(name: .customLong("tls-certificate"), help: "PEM certificate with its chain; HTTPS instead of HTTP (EMS_TLS_CERTIFICATE).")
    var tlsCertificate = APIOptions.variable("EMS_TLS_CERTIFICATE")

    @Option(name: .customLong("tls-key"), help: "PEM key of the certificate, without a passphrase (EMS_TLS_KEY).")
    var tlsKey = APIOptions.variable("EMS_TLS_KEY")

    @Option(
        name: .customLong("trusted-proxy"), parsing: .upToNextOption,
        help: "Addresses or ranges of proxies whose X-Forwarded-For and X-Forwarded-Proto count (EMS_TRUSTED_PROXY, comma separated).")
    var trustedProxies = APIOptions.list(APIOptions.variable("EMS_TRUSTED_PROXY") ?? "")

    /// - Throws: `ValidationError` where one of the two is missing.
    func tls() throws -> TLSFiles? {
        switch (tlsCertificate, tlsKey) {
        case (nil, nil): nil
        case (let certificate?, let key?): TLSFiles(certificate: certificate, key: key)
        default: throw ValidationError("--tls-certificate and --tls-key belong together; one is missing.")
        }
    }

    /// - Throws: `ValidationError` naming the setting that cannot be meant.
    func configuration() throws -> APIConfiguration {
        let exposed = Self.list(schemas)
        guard !exposed.isEmpty else { throw ValidationError("--api-schemas (EMS_API_SCHEMAS) names no schema.") }
        var configuration = APIConfiguration(
            schemas: exposed, anonymousRole: anonymousRole.isEmpty ? nil : anonymousRole, jwtSecret: try secret())
        configuration.jwtSecretIsBase64 = jwtSecretIsBase64 || Self.variable("EMS_API_JWT_SECRET_IS_BASE64") == "true"
        configuration.jwtAudience = jwtAudience
        configuration.jwtRoleClaimKey = jwtRoleClaimKey
        configuration.maxRows = maxRows
        configuration.preRequest = preRequest
        configuration.extraSearchPath = Self.list(extraSearchPath)
        configuration.corsAllowedOrigins = corsAllowedOrigins.map(Self.list)
        guard let end = APIConfiguration.TransactionEnd(rawValue: transactionEnd) else {
            throw ValidationError("--api-tx-end (EMS_API_TX_END) is '\(transactionEnd)'; it must be commit, commit-allow-override, rollback or rollback-allow-override.")
        }
        configuration.transactionEnd = end
        guard let mode = APIConfiguration.OpenAPIMode(rawValue: openAPIMode) else {
            throw ValidationError("--api-openapi-mode (EMS_API_OPENAPI_MODE) is '\(openAPIMode)'; it must be follow-privileges, ignore-privileges or disabled.")
        }
        configuration.openAPIMode = mode
        return configuration
    }

    private func secret() throws -> String? {
        guard let file = jwtSecretFile else { return Self.variable("EMS_API_JWT_SECRET") }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw ValidationError("--api-jwt-secret-file names '\(file)', which cannot be read.")
        }
        return text.trimmingCharacters(in: .newlines)
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
