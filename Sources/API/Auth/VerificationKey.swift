internal import Foundation
internal import JWTKit

/// One key with the one algorithm it verifies.
struct VerificationKey: Sendable {
    var identifier: String?
    /// As tokens name it: `HS256`.
    var algorithm: String
    private let signer: any JWTAlgorithm

    func verifies(_ signature: [UInt8], _ signed: [UInt8]) -> Bool {
        // A signature of the wrong shape is a signature that does not hold.
        (try? signer.verify(signature, signs: signed)) ?? false
    }

    /// The configured keys, and the database's own.
    /// - Throws: `APIConfigurationError`.
    static func all(_ configuration: APIConfiguration) async throws -> [VerificationKey] {
        var keys = try await read(configuration)
        if let secret = configuration.loginSecret, secret != configuration.jwtSecret || configuration.jwtSecretIsBase64 {
            keys.append(try await shared(Array(secret.utf8), "HS256", identifier: nil))
        }
        return keys
    }

    /// The keys a secret stands for: a JWK, a JWK set, or the bytes of a shared secret, which is HS256 and nothing else.
    /// - Throws: `APIConfigurationError`.
    static func read(_ configuration: APIConfiguration) async throws -> [VerificationKey] {
        guard let secret = configuration.jwtSecret else { return [] }
        if let json = JSONReader.value(secret), case .object = json {
            if case .array(let set)? = json[key: "keys"] {
                var keys: [VerificationKey] = []
                for key in set { keys += try await read(jwk: key) }
                return keys
            }
            return try await read(jwk: json)
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
        return [try await shared(bytes, "HS256", identifier: nil)]
    }

    private static func shared(_ bytes: [UInt8], _ algorithm: String, identifier: String?) async throws -> VerificationKey {
        // RFC 7518 section 3.2: a key as long as the hash, or longer.
        let needed = length(of: algorithm)
        guard bytes.count >= needed else {
            throw APIConfigurationError("EMS_API_JWT_SECRET has \(bytes.count) bytes; a shared secret for \(algorithm) needs at least \(needed).")
        }
        let digest: DigestAlgorithm = algorithm == "HS512" ? .sha512 : algorithm == "HS384" ? .sha384 : .sha256
        let collection = JWTKeyCollection()
        await collection.add(hmac: HMACKey(from: bytes), digestAlgorithm: digest)
        return VerificationKey(identifier: identifier, algorithm: algorithm, signer: try await collection.getKey())
    }

    private static func length(of algorithm: String) -> Int {
        switch algorithm {
        case "HS512": 64
        case "HS384": 48
        default: 32
        }
    }

    /// A key that names no algorithm verifies all of its family, each through a key of its own.
    private static func read(jwk json: JSONValue) async throws -> [VerificationKey] {
        let identifier = json[key: "kid"]?.string
        let named = json[key: "alg"]?.string
        let algorithms: [String]
        switch (json[key: "kty"]?.string, json[key: "crv"]?.string) {
        case ("oct", _):
            guard let bytes = json[key: "k"]?.string.flatMap({ Base64URL.decode($0) }) else {
                throw APIConfigurationError("EMS_API_JWT_SECRET: a JWK of type oct needs its key in k, as base64url.")
            }
            var keys: [VerificationKey] = []
            for algorithm in named.map({ [$0] }) ?? ["HS256", "HS384", "HS512"].filter({ $0 == "HS256" || length(of: $0) <= bytes.count }) {
                keys.append(try await shared(bytes, algorithm, identifier: identifier))
            }
            return keys
        case ("RSA", _): algorithms = ["RS256", "RS384", "RS512"]
        case ("EC", "P-256"): algorithms = ["ES256"]
        case ("EC", "P-384"): algorithms = ["ES384"]
        case ("EC", "P-521"): algorithms = ["ES512"]
        case ("OKP", "Ed25519"): algorithms = ["EdDSA"]
        default: throw APIConfigurationError("EMS_API_JWT_SECRET holds a JWK whose kty and crv are not supported.")
        }
        var keys: [VerificationKey] = []
        for algorithm in named.map({ [$0] }) ?? algorithms {
            do {
                var jwk = try JWK(json: json.text)
                jwk.keyIdentifier = jwk.keyIdentifier ?? JWKIdentifier(string: "only")
                jwk.algorithm = JWK.Algorithm(rawValue: algorithm)
                let collection = JWTKeyCollection()
                try await collection.add(jwk: jwk)
                keys.append(VerificationKey(identifier: identifier, algorithm: algorithm, signer: try await collection.getKey()))
            } catch {
                throw APIConfigurationError("EMS_API_JWT_SECRET holds a JWK that is no \(algorithm) key.")
            }
        }
        return keys
    }
}
