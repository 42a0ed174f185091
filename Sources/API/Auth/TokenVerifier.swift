internal import Foundation
internal import Site

/// Turns an `Authorization` header into an identity.
///
/// OpenSSL checks signatures. Which algorithm a key may verify is fixed when the key is read, never taken
/// from the token: `none`, or RS256 against a shared secret, find no key.
struct TokenVerifier: Sendable {
    private let keys: [VerificationKey]
    private let audience: String?
    private let anonymousRole: String?
    private let rolePath: ClaimPath

    /// - Throws: `APIConfigurationError` where the secret is too short or no key, or the role's path no path.
    init(_ configuration: APIConfiguration) throws {
        keys = try VerificationKey.all(configuration)
        audience = configuration.jwtAudience
        anonymousRole = configuration.anonymousRole
        rolePath = try ClaimPath(configuration.jwtRoleClaimKey)
    }

    /// - Parameter header: the header's value; another scheme than Bearer, or none, is anonymous.
    /// - Throws: PGRST300 to 303.
    func identify(_ header: String?, at now: Instant) throws(APIError) -> Identity {
        let words = (header ?? "").split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard words.count > 0, words[0].lowercased() == "bearer" else { return try identity(.object([])) }
        let token = words.count > 1 ? String(words[1]).trimmed : ""
        guard !token.isEmpty else { throw .token("Empty JWT is sent in Authorization header") }
        guard !keys.isEmpty else { throw .noSecret }
        let claims = try claims(of: token)
        try ClaimCheck(audience: audience, now: now).check(claims)
        return try identity(claims)
    }

    private func identity(_ claims: JSONValue) throws(APIError) -> Identity {
        guard let role = rolePath.text(in: claims) ?? anonymousRole else { throw .anonymousDisabled }
        guard case .object(var members) = claims else { throw .claims("Parsing claims failed") }
        members.removeAll { $0.key == "role" }
        members.append(.init(key: "role", value: .string(role)))
        return Identity(role: role, claims: JSONValue.object(members).text, isAnonymous: role == anonymousRole)
    }

    /// The payload of a token whose signature holds.
    private func claims(of token: String) throws(APIError) -> JSONValue {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .token("Expected 3 parts in JWT; got \(parts.count)") }
        guard let header = Self.json(parts[0]), let algorithm = header[key: "alg"]?.string,
            let signature = Base64URL.decode(parts[2])
        else { throw .token("JWT cryptographic operation failed") }
        if algorithm == "none" {
            throw .token("Wrong or unsupported encoding algorithm", details: "JWT is unsecured but expected 'alg' was not 'none'")
        }
        let wanted = header[key: "kid"]?.string
        let fitting = keys.filter { $0.algorithm == algorithm && (wanted == nil || $0.identifier == wanted) }
        guard !fitting.isEmpty else {
            throw .token("No suitable key or wrong key type", details: "No suitable key was found to decode the JWT")
        }
        let signed = Array(token.utf8.prefix(parts[0].utf8.count + 1 + parts[1].utf8.count))
        guard fitting.contains(where: { $0.verifies(signature, signed) }) else {
            throw .token("No suitable key or wrong key type", details: "None of the keys was able to decode the JWT")
        }
        guard let claims = Self.json(parts[1]), case .object = claims else { throw .claims("Parsing claims failed") }
        return claims
    }

    private static func json(_ part: Substring) -> JSONValue? {
        Base64URL.decode(part).flatMap { String(validating: $0, as: UTF8.self) }.flatMap { JSONReader.value($0) }
    }
}
