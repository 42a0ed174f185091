import Foundation
import OpenSSL

/// Makes tokens, good and bad.
enum Tokens {
    enum JSONScalar: Encodable, Sendable {
        case text(String)
        case number(Double)
        case list([String])
        case nothing

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

    static func hmac(_ claims: [String: JSONScalar], secret: String = FixtureServer.secret, algorithm: String = "HS256") throws -> String {
        let digest: Digest = algorithm == "HS512" ? .sha512 : .sha256
        let signed = [Data(#"{"alg":"\#(algorithm)","typ":"JWT"}"#.utf8), try JSONEncoder().encode(claims)].map(base64URL).joined(separator: ".")
        return signed + "." + base64URL(Data(authenticationCode(Array(signed.utf8), key: Array(secret.utf8), digest)))
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
