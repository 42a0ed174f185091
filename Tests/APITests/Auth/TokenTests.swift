@testable import API
import Foundation
import JWTKit
import Testing

/// Section 10 of the facts. The clock stands at 2026-01-01 00:00 UTC = 1767225600.
@Suite struct TokenTests {
    private static let now = 1_767_225_600.0

    private func refused(_ token: String, _ code: String, _ message: String, details: String? = nil) -> Case {
        Case(
            "GET", "/whoami?select=role", send: ["Authorization": "Bearer \(token)"], 401,
            [
                "WWW-Authenticate": "Bearer error=\"invalid_token\", error_description=\"\(message)\"",
                "Proxy-Status": "PostgREST; error=\(code)",
            ], .error(code, message: message, details: details))
    }

    private func accepted(_ token: String, role: String = "apitest_author", scheme: String = "Bearer") -> Case {
        .rows("/whoami?select=role", send: ["Authorization": "\(scheme) \(token)"], #"[{"role":"\#(role)"}]"#)
    }

    @Test func `a good token speaks for its role, and its claims reach the database`() async throws {
        let token = try await Tokens.hmac(["role": .text("apitest_author"), "exp": .number(Self.now + 60), "sub": .text("ann")])
        let roleless = try await Tokens.hmac(["sub": .text("ann")])
        try await FixtureServer.with { [accepted] client in
            try await accepted(token, "apitest_author", "Bearer").run(client)
            try await accepted(token, "apitest_author", "bearer").run(client)
            try await accepted(roleless, "apitest_anon", "Bearer").run(client)
            try await Case.rows("/whoami?select=sub:claims->>sub,role:claims->>role", send: ["Authorization": "Bearer \(token)"], #"[{"sub":"ann","role":"apitest_author"}]"#).run(client)
            try await Case.rows("/secrets?select=body", send: ["Authorization": "Bearer \(token)"], #"[{"body":"closed"}]"#).run(client)
            try await Case.rows("/secrets?select=body", #"[{"body":"open"}]"#).run(client)
            try await Case.rows("/rpc/greeting", send: ["Authorization": "Bearer \(token)"], #""hello \"you\"""#).run(client)
            try await Case.refused("/forbidden", send: ["Authorization": "Bearer \(token)"], 403, "42501").run(client)
            try await Case.rows("/whoami?select=role", send: ["Authorization": "Basic dTpw"], #"[{"role":"apitest_anon"}]"#).run(client)
        }
    }

    @Test func `forged, unsigned and foreign tokens are refused`() async throws {
        let claims = #"{"role":"apitest_author"}"#
        let good = try await Tokens.hmac(["role": .text("apitest_author")])
        let parts = good.split(separator: ".")
        let forged = try await Tokens.hmac(["role": .text("apitest_author")], secret: "another secret of thirty-two bytes!!")
        let sha512 = try await Tokens.hmac(["role": .text("apitest_author")], secret: FixtureServer.secret + FixtureServer.secret, digest: .sha512)
        let noKey = "No suitable key or wrong key type"
        let cases = [
            refused(forged, "PGRST301", noKey, details: "None of the keys was able to decode the JWT"),
            refused("\(parts[0]).\(Tokens.base64URL(Data(#"{"role":"postgres"}"#.utf8))).\(parts[2])", "PGRST301", noKey),
            refused(sha512, "PGRST301", noKey, details: "No suitable key was found to decode the JWT"),
            refused(Tokens.raw(header: #"{"alg":"none"}"#, claims: claims), "PGRST301", "Wrong or unsupported encoding algorithm"),
            refused(Tokens.raw(header: #"{"alg":"None"}"#, claims: claims), "PGRST301", noKey),
            refused(Tokens.raw(header: #"{"alg":"RS256"}"#, claims: claims, signature: "AAAA"), "PGRST301", noKey),
            refused(Tokens.raw(header: #"{"alg":"HS256"}"#, claims: claims), "PGRST301", noKey),
            refused(Tokens.raw(header: #"{"alg":"HS256","kid":"x"}"#, claims: claims, signature: "AAAA"), "PGRST301", noKey),
            refused(Tokens.raw(header: "nonsense", claims: claims, signature: "AAAA"), "PGRST301", "JWT cryptographic operation failed"),
            refused("a.b", "PGRST301", "Expected 3 parts in JWT; got 2"),
            refused("a.b.c.d", "PGRST301", "Expected 3 parts in JWT; got 4"),
            refused("", "PGRST301", "Empty JWT is sent in Authorization header"),
        ]
        try await FixtureServer.with { client in
            for item in cases { try await item.run(client) }
        }
    }

    @Test func `times count with thirty seconds of grace, and must be numbers`() async throws {
        func token(_ name: String, _ value: Tokens.JSONScalar) async throws -> String {
            try await Tokens.hmac(["role": .text("apitest_author"), name: value])
        }
        var cases: [Case] = []
        cases.append(accepted(try await token("exp", .number(Self.now - 30))))
        cases.append(refused(try await token("exp", .number(Self.now - 31)), "PGRST303", "JWT expired"))
        cases.append(accepted(try await token("nbf", .number(Self.now + 30))))
        cases.append(refused(try await token("nbf", .number(Self.now + 31)), "PGRST303", "JWT not yet valid"))
        cases.append(accepted(try await token("iat", .number(Self.now + 30))))
        cases.append(refused(try await token("iat", .number(Self.now + 31)), "PGRST303", "JWT issued at future"))
        cases.append(refused(try await token("exp", .text("soon")), "PGRST303", "The JWT 'exp' claim must be a number"))
        cases.append(refused(try await token("nbf", .nothing), "PGRST303", "The JWT 'nbf' claim must be a number"))
        cases.append(refused(try await token("aud", .number(1)), "PGRST303", "The JWT 'aud' claim must be a string or an array of strings"))
        try await FixtureServer.with { [cases] client in
            for item in cases { try await item.run(client) }
        }
    }

    @Test func `the audience counts where one is configured`() async throws {
        func token(_ audience: Tokens.JSONScalar) async throws -> String {
            try await Tokens.hmac(["role": .text("apitest_author"), "aud": audience])
        }
        let good = [try await token(.text("ems")), try await token(.list(["x", "ems"])), try await token(.list([])), try await token(.nothing)]
        let bad = [try await token(.text("other")), try await token(.list(["x"]))]
        try await FixtureServer.with(change: { $0.jwtAudience = "ems" }) { [accepted, refused] client in
            for token in good { try await accepted(token, "apitest_author", "Bearer").run(client) }
            for token in bad { try await refused(token, "PGRST303", "JWT not in audience", nil).run(client) }
        }
        try await FixtureServer.with { [accepted] client in
            for token in good + bad { try await accepted(token, "apitest_author", "Bearer").run(client) }
        }
    }

    @Test func `roles that do not exist or are not ours are refused by the database`() async throws {
        let missing = try await Tokens.hmac(["role": .text("apitest_missing")])
        let stranger = try await Tokens.hmac(["role": .text("apitest_stranger")])
        try await FixtureServer.with { client in
            try await Case("GET", "/clients", send: ["Authorization": "Bearer \(missing)"], 401, ["WWW-Authenticate": "Bearer"], .error("22023", message: "role \"apitest_missing\" does not exist")).run(client)
            try await Case("GET", "/clients", send: ["Authorization": "Bearer \(stranger)"], 403, ["WWW-Authenticate": ""], .error("42501")).run(client)
        }
    }

    @Test func `without an anonymous role a token is needed, without a secret none helps`() async throws {
        let token = try await Tokens.hmac(["role": .text("apitest_author")])
        let roleless = try await Tokens.hmac(["sub": .text("x")])
        try await FixtureServer.with(change: { $0.anonymousRole = nil }) { [accepted] client in
            try await Case("GET", "/clients", 401, ["WWW-Authenticate": "Bearer"], .error("PGRST302", message: "Anonymous access is disabled")).run(client)
            try await Case("GET", "/clients", send: ["Authorization": "Bearer \(roleless)"], 401, [:], .error("PGRST302")).run(client)
            try await accepted(token, "apitest_author", "Bearer").run(client)
        }
        try await FixtureServer.with(change: { $0.jwtSecret = nil }) { client in
            try await Case("GET", "/clients", send: ["Authorization": "Bearer \(token)"], 500, [:], .error("PGRST300", message: "Server lacks JWT secret")).run(client)
        }
    }

    @Test func `the role may stand elsewhere in the claims`() async throws {
        let token = try await Tokens.hmac(["https://x.org/roles": .list(["other", "apitest_author"])])
        try await FixtureServer.with(change: { $0.jwtRoleClaimKey = ".\"https://x.org/roles\"[1]" }) { [accepted] client in
            try await accepted(token, "apitest_author", "Bearer").run(client)
        }
        #expect(throws: APIConfigurationError.self) { try ClaimPath("role") }
        #expect(throws: APIConfigurationError.self) { try ClaimPath(".a[x]") }
    }

    @Test func `RS256 and ES256 by JWK set, the key picked by its kid`() async throws {
        let elliptic = ES256PrivateKey()
        let coordinates = try #require(elliptic.publicKey.parameters)
        let rsa = try Insecure.RSA.PrivateKey(pem: TestKeys.rsaPEM)
        let keys = JWTKeyCollection()
        await keys.add(ecdsa: elliptic, kid: "ec")
        await keys.add(rsa: rsa, digestAlgorithm: .sha256, kid: "rsa")
        let set = """
            {"keys": [{"kty":"EC","crv":"P-256","kid":"ec","x":"\(Self.url(coordinates.x))","y":"\(Self.url(coordinates.y))"},
                      {"kty":"RSA","kid":"rsa","n":"\(TestKeys.rsaModulus)","e":"AQAB"},
                      {"kty":"oct","kid":"shared","alg":"HS256","k":"\(Tokens.base64URL(Data(FixtureServer.secret.utf8)))"}]}
            """
        let good = [
            try await Tokens.signed(["role": .text("apitest_author")], kid: "ec", with: keys),
            try await Tokens.signed(["role": .text("apitest_author")], kid: "rsa", with: keys),
            try await Tokens.hmac(["role": .text("apitest_author")]),
        ]
        let other = JWTKeyCollection()
        await other.add(ecdsa: ES256PrivateKey(), kid: "ec")
        let forged = try await Tokens.signed(["role": .text("apitest_author")], kid: "ec", with: other)
        // The classic confusion: the public key's text as an HMAC secret.
        let confused = try await Tokens.hmac(["role": .text("apitest_author")], secret: TestKeys.rsaModulus)
        try await FixtureServer.with(change: { $0.jwtSecret = set }) { [accepted, refused] client in
            for token in good { try await accepted(token, "apitest_author", "Bearer").run(client) }
            for token in [forged, confused] { try await refused(token, "PGRST301", "No suitable key or wrong key type", nil).run(client) }
        }
    }

    @Test func `the database's own logins are accepted beside the keys of others, and their audience counts`() async throws {
        let rsa = try Insecure.RSA.PrivateKey(pem: TestKeys.rsaPEM)
        let keys = JWTKeyCollection()
        await keys.add(rsa: rsa, digestAlgorithm: .sha256, kid: "rsa")
        var configuration = FixtureServer.configuration { $0.jwtSecret = #"{"kty":"RSA","kid":"rsa","n":"\#(TestKeys.rsaModulus)","e":"AQAB"}"# }
        let alone = try await TokenVerifier(configuration)
        configuration.loginSecret = FixtureServer.secret
        configuration.jwtAudience = "ems"
        let both = try await TokenVerifier(configuration)
        let login = try await Tokens.hmac(["role": .text("apitest_author"), "aud": .text("ems")])
        let foreign = try await Tokens.signed(["role": .text("apitest_author"), "aud": .text("ems")], kid: "rsa", with: keys)
        let elsewhere = try await Tokens.hmac(["role": .text("apitest_author"), "aud": .text("other")])
        let now = FixedClock().now
        for token in [login, foreign] { #expect(try both.identify("Bearer \(token)", at: now).role == "apitest_author") }
        #expect(throws: APIError.self) { try alone.identify("Bearer \(login)", at: now) }
        #expect(throws: APIError.self) { try both.identify("Bearer \(elsewhere)", at: now) }
        configuration.loginSecret = "short"
        let tooShort = configuration
        await #expect(throws: APIConfigurationError.self) { _ = try await TokenVerifier(tooShort) }
    }

    @Test func `a secret that is too short or no key is refused at start`() async throws {
        for secret in ["short", #"{"kty":"RSA"}"#, #"{"kty":"oct"}"#, #"{"keys":[{"kty":"wood"}]}"#] {
            await #expect(throws: APIConfigurationError.self) {
                _ = try await TokenVerifier(FixtureServer.configuration { $0.jwtSecret = secret })
            }
        }
        _ = try await TokenVerifier(
            FixtureServer.configuration {
                $0.jwtSecret = Data(FixtureServer.secret.utf8).base64EncodedString()
                $0.jwtSecretIsBase64 = true
            })
    }

    private static func url(_ base64: String) -> String {
        base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
