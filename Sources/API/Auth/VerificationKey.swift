internal import Foundation
internal import OpenSSL

/// One key with the one algorithm it verifies.
struct VerificationKey: Sendable {
    var identifier: String?
    /// As tokens name it: `HS256`.
    var algorithm: String
    private let key: Key

    private enum Key: Sendable {
        case secret([UInt8], Digest)
        case published(SignatureKey, Digest?, pss: Bool)
    }

    func verifies(_ signature: [UInt8], _ signed: [UInt8]) -> Bool {
        switch key {
        case .secret(let secret, let digest): isSame(signature, authenticationCode(signed, key: secret, digest))
        case .published(let key, let digest, let pss): key.verifies(signature, over: signed, digest, pss: pss)
        }
    }

    /// The hash of an algorithm's name, its last three digits.
    private static func digest(of algorithm: String) -> Digest? {
        switch algorithm.suffix(3) {
        case "256": .sha256
        case "384": .sha384
        case "512": .sha512
        default: nil
        }
    }

    /// The configured keys, and the database's own.
    /// - Throws: `APIConfigurationError`.
    static func all(_ configuration: APIConfiguration) throws -> [VerificationKey] {
        var keys = try read(configuration)
        if let secret = configuration.loginSecret, secret != configuration.jwtSecret || configuration.jwtSecretIsBase64 {
            keys.append(try shared(Array(secret.utf8), "HS256", identifier: nil))
        }
        return keys
    }

    /// The keys a secret stands for: a JWK, a JWK set, or the bytes of a shared secret, which is HS256 and nothing else.
    /// - Throws: `APIConfigurationError`.
    static func read(_ configuration: APIConfiguration) throws -> [VerificationKey] {
        guard let secret = configuration.jwtSecret else { return [] }
        if let json = JSONReader.value(secret), case .object = json {
            if case .array(let set)? = json[key: "keys"] {
                var keys: [VerificationKey] = []
                for key in set { keys += try read(jwk: key) }
                return keys
            }
            return try read(jwk: json)
        }
        let bytes: [UInt8]
        if configuration.jwtSecretIsBase64 {
            guard let decoded = Base64URL.decode(secret.trimmed.replacing("=", with: "")) else {
                throw APIConfigurationError("EMS_API_JWT_SECRET is said to be base64 and is not.")
            }
            bytes = decoded
        } else {
            bytes = Array(secret.utf8)
        }
        return [try shared(bytes, "HS256", identifier: nil)]
    }

    private static func shared(_ bytes: [UInt8], _ algorithm: String, identifier: String?) throws -> VerificationKey {
        guard algorithm.hasPrefix("HS"), let digest = digest(of: algorithm) else {
            throw APIConfigurationError("EMS_API_JWT_SECRET holds a JWK that is no \(algorithm) key.")
        }
        // RFC 7518 section 3.2: a key as long as the hash, or longer.
        guard bytes.count >= digest.length else {
            throw APIConfigurationError("EMS_API_JWT_SECRET has \(bytes.count) bytes; a shared secret for \(algorithm) needs at least \(digest.length).")
        }
        return VerificationKey(identifier: identifier, algorithm: algorithm, key: .secret(bytes, digest))
    }

    /// A key that names no algorithm verifies all of its family, each through a key of its own.
    private static func read(jwk json: JSONValue) throws -> [VerificationKey] {
        let identifier = json[key: "kid"]?.string
        let named = json[key: "alg"]?.string
        func bytes(_ member: String) -> [UInt8]? { json[key: member]?.string.flatMap { Base64URL.decode($0) } }
        if json[key: "kty"]?.string == "oct" {
            guard let secret = bytes("k") else {
                throw APIConfigurationError("EMS_API_JWT_SECRET: a JWK of type oct needs its key in k, as base64url.")
            }
            let algorithms = named.map { [$0] } ?? ["HS256", "HS384", "HS512"].filter { $0 == "HS256" || digest(of: $0)?.length ?? 0 <= secret.count }
            return try algorithms.map { try shared(secret, $0, identifier: identifier) }
        }
        let key: SignatureKey?
        var algorithms: [String]
        switch (json[key: "kty"]?.string, json[key: "crv"]?.string) {
        case ("RSA", _):
            algorithms = named?.hasPrefix("PS") == true ? ["PS256", "PS384", "PS512"] : ["RS256", "RS384", "RS512"]
            key = bytes("n").flatMap { n in bytes("e").flatMap { SignatureKey(modulus: n, exponent: $0) } }
        case ("EC", let name?):
            guard let curve = SignatureKey.Curve(rawValue: name) else { throw unsupported }
            algorithms = [curve == .p256 ? "ES256" : curve == .p384 ? "ES384" : "ES512"]
            key = bytes("x").flatMap { x in bytes("y").flatMap { SignatureKey(curve, x: x, y: $0) } }
        case ("OKP", "Ed25519"):
            algorithms = ["EdDSA"]
            key = bytes("x").flatMap { SignatureKey(edwards25519: $0) }
        default: throw unsupported
        }
        if let named { algorithms = algorithms.filter { $0 == named } }
        guard let key, !algorithms.isEmpty else {
            throw APIConfigurationError("EMS_API_JWT_SECRET holds a JWK that is no \(named ?? algorithms[0]) key.")
        }
        return algorithms.map {
            VerificationKey(identifier: identifier, algorithm: $0, key: .published(key, digest(of: $0), pss: $0.hasPrefix("PS")))
        }
    }

    private static var unsupported: APIConfigurationError {
        APIConfigurationError("EMS_API_JWT_SECRET holds a JWK whose kty and crv are not supported.")
    }
}
