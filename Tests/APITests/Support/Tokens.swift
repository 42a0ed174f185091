import Foundation
import JWTKit

/// Makes tokens, good and bad.
enum Tokens {
    /// A payload that is signed as it stands.
    private struct Claims: JWTPayload {
        var json: [String: JSONScalar]
        init(_ json: [String: JSONScalar]) { self.json = json }
        init(from decoder: any Decoder) throws { json = try [String: JSONScalar](from: decoder) }
        func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    enum JSONScalar: Codable, Sendable {
        case text(String)
        case number(Double)
        case list([String])
        case nothing

        init(from decoder: any Decoder) throws { self = .nothing }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .list(let list): try container.encode(list)
            case .nothing: try container.encodeNil()
            }
        }
    }

    static func hmac(_ claims: [String: JSONScalar], secret: String = FixtureServer.secret, digest: DigestAlgorithm = .sha256) async throws -> String {
        let keys = JWTKeyCollection()
        await keys.add(hmac: HMACKey(from: secret), digestAlgorithm: digest)
        return try await keys.sign(Claims(claims))
    }

    static func signed(_ claims: [String: JSONScalar], kid: String, with keys: JWTKeyCollection) async throws -> String {
        try await keys.sign(Claims(claims), kid: JWKIdentifier(string: kid))
    }

    /// Header and claims as given, signature as given; nothing is checked.
    static func raw(header: String, claims: String, signature: String = "") -> String {
        [header, claims].map { base64URL(Data($0.utf8)) }.joined(separator: ".") + "." + signature
    }

    static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }
}
