@testable import API
import Foundation
import Testing

/// Section 10 of the facts. The clock stands at 2026-01-01 00:00 UTC = 1767225600.
struct TokenTests {
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
        let token = try Tokens.hmac(["role": .text("apitest_author"), "exp": .number(Self.now + 60), "sub": .text("ann")])
        let roleless = try Tokens.hmac(["sub": .text("ann")])
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
        let good = try Tokens.hmac(["role": .text("apitest_author")])
        let parts = good.split(separator: ".")
        let forged = try Tokens.hmac(["role": .text("apitest_author")], secret: "another secret of thirty-two bytes!!")
        let sha512 = try Tokens.hmac(["role": .text("apitest_author")], secret: FixtureServer.secret + FixtureServer.secret, algorithm: "HS512")
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
        func token(_ name: String, _ value: Tokens.JSONScalar) throws -> String {
            try Tokens.hmac(["role": .text("apitest_author"), name: value])
        }
        var cases: [Case] = []
        cases.append(accepted(try token("exp", .number(Self.now - 30))))
        cases.append(refused(try token("exp", .number(Self.now - 31)), "PGRST303", "JWT expired"))
        cases.append(accepted(try token("nbf", .number(Self.now + 30))))
        cases.append(refused(try token("nbf", .number(Self.now + 31)), "PGRST303", "JWT not yet valid"))
        cases.append(accepted(try token("iat", .number(Self.now + 30))))
        cases.append(refused(try token("iat", .number(Self.now + 31)), "PGRST303", "JWT issued at future"))
        cases.append(refused(try token("exp", .text("soon")), "PGRST303", "The JWT 'exp' claim must be a number"))
        cases.append(refused(try token("nbf", .nothing), "PGRST303", "The JWT 'nbf' claim must be a number"))
        cases.append(refused(try token("aud", .number(1)), "PGRST303", "The JWT 'aud' claim must be a string or an array of strings"))
        try await FixtureServer.with { [cases] client in
            for item in cases { try await item.run(client) }
        }
    }

    @Test func `the audience counts where one is configured`() async throws {
        func token(_ audience: Tokens.JSONScalar) throws -> String {
            try Tokens.hmac(["role": .text("apitest_author"), "aud": audience])
        }
        let good = [try token(.text("ems")), try token(.list(["x", "ems"])), try token(.list([])), try token(.nothing)]
        let bad = [try token(.text("other")), try token(.list(["x"]))]
        try await FixtureServer.with(change: { $0.jwtAudience = "ems" }) { [accepted, refused] client in
            for token in good { try await accepted(token, "apitest_author", "Bearer").run(client) }
            for token in bad { try await refused(token, "PGRST303", "JWT not in audience", nil).run(client) }
        }
        try await FixtureServer.with { [accepted] client in
            for token in good + bad { try await accepted(token, "apitest_author", "Bearer").run(client) }
        }
    }

    @Test func `roles that do not exist or are not ours are refused by the database`() async throws {
        let missing = try Tokens.hmac(["role": .text("apitest_missing")])
        let stranger = try Tokens.hmac(["role": .text("apitest_stranger")])
        try await FixtureServer.with { client in
            try await Case("GET", "/clients", send: ["Authorization": "Bearer \(missing)"], 401, ["WWW-Authenticate": "Bearer"], .error("22023", message: "role \"apitest_missing\" does not exist")).run(client)
            try await Case("GET", "/clients", send: ["Authorization": "Bearer \(stranger)"], 403, ["WWW-Authenticate": ""], .error("42501")).run(client)
        }
    }

    @Test func `without an anonymous role a token is needed, without a secret none helps`() async throws {
        let token = try Tokens.hmac(["role": .text("apitest_author")])
        let roleless = try Tokens.hmac(["sub": .text("x")])
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
        let token = try Tokens.hmac(["https://x.org/roles": .list(["other", "apitest_author"])])
        try await FixtureServer.with(change: { $0.jwtRoleClaimKey = ".\"https://x.org/roles\"[1]" }) { [accepted] client in
            try await accepted(token, "apitest_author", "Bearer").run(client)
        }
        #expect(throws: APIConfigurationError.self) { try ClaimPath("role") }
        #expect(throws: APIConfigurationError.self) { try ClaimPath(".a[x]") }
    }

    @Test func `every algorithm verifies what another implementation signed, the key picked by its kid`() async throws {
        let set = #"{"keys": [\#(SignedTokens.keys.values.joined(separator: ",")), {"kty":"oct","kid":"own","k":"\#(Tokens.base64URL(Data(FixtureServer.secret.utf8)))"}]}"#
        let good = SignedTokens.tokens.map(\.token) + [try Tokens.hmac(["role": .text("apitest_author")])]
        // The classic confusion: the public key's text as an HMAC secret.
        let confused = try Tokens.hmac(["role": .text("apitest_author")], secret: try #require(SignedTokens.keys["rsa"]))
        let altered = try SignedTokens.tokens.map { try Self.altered($0.token) }
        try await FixtureServer.with(change: { $0.jwtSecret = set }) { [accepted, refused] client in
            for token in good { try await accepted(token, "apitest_author", "Bearer").run(client) }
            for token in altered + [SignedTokens.forged, confused] {
                try await refused(token, "PGRST301", "No suitable key or wrong key type", nil).run(client)
            }
        }
    }

    @Test(arguments: SignedTokens.tokens)
    func `a key that names its algorithm verifies that one alone`(_ named: String, _ token: String) throws {
        let kid = try #require(JSONReader.value(String(decoding: Base64URL.decode(token.prefix { $0 != "." }) ?? [], as: UTF8.self))?[key: "kid"]?.string)
        let key = try #require(SignedTokens.keys[kid]).replacing(#","alg":"PS256""#, with: "")
        let verifier = try TokenVerifier(FixtureServer.configuration { $0.jwtSecret = key.replacing("{", with: #"{"alg":"\#(named)","#) })
        for (algorithm, other) in SignedTokens.tokens {
            let role = try? verifier.identify("Bearer \(other)", at: FixedClock().now).role
            #expect((role == "apitest_author") == (algorithm == named), "\(algorithm)")
        }
    }

    /// One bit of the signature is another.
    private static func altered(_ token: String) throws -> String {
        let parts = token.split(separator: ".")
        var signature = try #require(Base64URL.decode(parts[2]))
        signature[signature.count / 2] ^= 1
        return "\(parts[0]).\(parts[1]).\(Tokens.base64URL(Data(signature)))"
    }

    @Test func `the database's own logins are accepted beside the keys of others, and their audience counts`() async throws {
        var configuration = FixtureServer.configuration { $0.jwtSecret = SignedTokens.keys["rsa"] }
        let alone = try TokenVerifier(configuration)
        configuration.loginSecret = FixtureServer.secret
        configuration.jwtAudience = "ems"
        let both = try TokenVerifier(configuration)
        let login = try Tokens.hmac(["role": .text("apitest_author"), "aud": .text("ems")])
        let elsewhere = try Tokens.hmac(["role": .text("apitest_author"), "aud": .text("other")])
        let now = FixedClock().now
        for token in [login, SignedTokens.withAudience] { #expect(try both.identify("Bearer \(token)", at: now).role == "apitest_author") }
        #expect(throws: APIError.self) { try alone.identify("Bearer \(login)", at: now) }
        #expect(throws: APIError.self) { try both.identify("Bearer \(elsewhere)", at: now) }
        configuration.loginSecret = "short"
        let tooShort = configuration
        #expect(throws: APIConfigurationError.self) { _ = try TokenVerifier(tooShort) }
    }

    @Test func `a secret that is too short or no key is refused at start`() async throws {
        let rsa = try #require(SignedTokens.keys["rsa"])
        let elliptic = try #require(SignedTokens.keys["es256"])
        let secrets = [
            "short", #"{"kty":"RSA"}"#, #"{"kty":"oct"}"#, #"{"keys":[{"kty":"wood"}]}"#, #"{"kty":"EC","crv":"P-1"}"#, #"{"kty":"OKP","crv":"Ed25519","x":"AA"}"#,
            // a modulus of fewer than 2048 bits, an algorithm of another family, a point too wide, a point beside the curve
            rsa.replacing(#""n":"0CcD_W"#, with: #""n":"AAAD_W"#), rsa.replacing("{", with: #"{"alg":"ES256","#),
            elliptic.replacing(#""x":""#, with: #""x":"AAAA"#), elliptic.replacing(#""x""#, with: #""""#).replacing(#""y""#, with: #""x""#).replacing(#""""#, with: #""y""#),
        ]
        for secret in secrets {
            #expect(throws: APIConfigurationError.self) {
                _ = try TokenVerifier(FixtureServer.configuration { $0.jwtSecret = secret })
            }
        }
        _ = try TokenVerifier(
            FixtureServer.configuration {
                $0.jwtSecret = Data(FixtureServer.secret.utf8).base64EncodedString()
                $0.jwtSecretIsBase64 = true
            })
    }
}
