@testable import API
import Foundation
import HTTPTypes
import Postgres
import Testing

/// Two tenants of one server never see each other, and no token but a good one is somebody.
struct TenantTests {
    @Test func `everything HTTP shows of a house is shown to its members alone`() async throws {
        try await IdentityServer.with { house in
            let anna = try await house.bearer("anna")
            let bert = try await house.bearer("bert")
            let olga = try await house.bearer("olga")
            let views = try await house.owner.query(
                """
                select c.relname::text as name from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attname = 'site_id'
                where c.relnamespace = 'api'::regnamespace and c.relkind = 'v' order by 1
                """
            ).map { try $0.decode("name", as: String.self) }
            #expect(views.count > 15)
            var seen: Set<String> = []
            for view in views {
                let mine = try await house.ask(.get, "/rest/\(view)?select=site_id", anna)
                let theirs = try await house.ask(.get, "/rest/\(view)?select=site_id", bert)
                let everything = try await house.ask(.get, "/rest/\(view)?select=site_id", olga)
                #expect(mine.status == 200 && theirs.status == 200 && everything.status == 200, "\(view)")
                #expect(!mine.text.contains("home02"), "\(view)")
                #expect(!theirs.text.contains("home01"), "\(view)")
                #expect(try await house.ask(.get, "/rest/\(view)?site_id=eq.home02", anna).text == "[]", "\(view)")
                if everything.text.contains("home01"), everything.text.contains("home02") { seen.insert(view) }
            }
            #expect(seen.isSuperset(of: ["vw_site", "vw_device", "vw_alert", "vw_job_run"]), "there is something to see: \(seen)")
            let foreign = try await house.ask(.post, "/api/v1/sites/home02/plan/run", anna)
            let nowhere = try await house.ask(.post, "/api/v1/sites/nowhere/plan/run", anna)
            #expect(foreign.status == 404)
            #expect(foreign.text.replacing("home02", with: "X") == nowhere.text.replacing("nowhere", with: "X"), "whether it exists is not told")
            #expect(try await house.ask(.get, "/ready", anna)["sites"] == "[]", "/ready speaks to nobody in particular")
            #expect(try await house.ask(.get, "/rest/rpc/health", anna).text.contains("home02") == false)
            #expect(try await house.ask(.get, "/rest/rpc/health", anna).text.contains("home01"))
        }
    }

    @Test func `who is thrown out sees nothing with the token of a minute ago`() async throws {
        try await IdentityServer.with { house in
            let anna = try await house.bearer("anna")
            try await house.owner.script("select ems.fn_user_member('anna@example.org', 'home01', null)")
            #expect(try await house.ask(.get, "/rest/vw_site?select=site_id", anna).text == "[]")
            #expect(try await house.ask(.post, "/api/v1/sites/home01/plan/run", anna).status == 404)
            try await house.owner.script("select ems.fn_user_lock('anna@example.org', true, now())")
            #expect(try await house.ask(.get, "/api/v1/me", anna).status == 401)
            #expect(try await house.login("anna").status == 401)
        }
    }

    @Test func `forged, expired, unsigned and foreign tokens are nobody`() async throws {
        try await IdentityServer.with { house in
            let user = try #require(try await house.scalar("select user_id::text as v from ems.user_account where email = 'olga@example.org'"))
            let now = Date().timeIntervalSince1970
            func claims(_ change: [String: Tokens.JSONScalar] = [:]) -> [String: Tokens.JSONScalar] {
                let good: [String: Tokens.JSONScalar] = ["role": .text("ems_admin"), "sub": .text(user), "aud": .text("ems"), "exp": .number(now + 600)]
                return good.merging(change) { _, new in new }
            }
            func status(_ token: String) async throws -> Int { try await house.ask(.get, "/api/v1/me", ["Authorization": "Bearer \(token)"]).status }
            let good = try Tokens.hmac(claims(), secret: IdentityServer.secret)
            #expect(try await status(good) == 200)
            let parts = good.split(separator: ".").map(String.init)
            let raised = Tokens.base64URL(Data(#"{"role":"ems_owner","sub":"\#(user)","aud":"ems"}"#.utf8))
            let bad: [String: String] = [
                "forged": try Tokens.hmac(claims(), secret: "another secret, also long enough for HS256"),
                "raised": "\(parts[0]).\(raised).\(parts[2])",
                "expired": try Tokens.hmac(claims(["exp": .number(now - 31)]), secret: IdentityServer.secret),
                "not yet": try Tokens.hmac(claims(["nbf": .number(now + 60)]), secret: IdentityServer.secret),
                "elsewhere": try Tokens.hmac(claims(["aud": .text("other")]), secret: IdentityServer.secret),
                "none": Tokens.raw(header: #"{"alg":"none"}"#, claims: #"{"role":"ems_admin","sub":"\#(user)"}"#),
                "unsigned": "\(parts[0]).\(parts[1]).",
                "other hash": try Tokens.hmac(claims(), secret: IdentityServer.secret + IdentityServer.secret, algorithm: "HS512"),
            ]
            for (name, token) in bad {
                #expect(try await status(token) == 401, "\(name)")
                #expect(try await house.ask(.post, "/api/v1/sites/home01/plan/run", ["Authorization": "Bearer \(token)"]).status == 401, "\(name)")
                #expect(try await house.ask(.get, "/api/v1/me", ["Cookie": "ems_access=\(token)"]).status == 401, "\(name) as a cookie")
            }
            // A good signature under a name that is nobody's.
            let stranger = try Tokens.hmac(claims(["sub": .text(UUID().uuidString.lowercased())]), secret: IdentityServer.secret)
            #expect(try await status(stranger) == 401)
            #expect(try await house.ask(.get, "/rest/vw_site", ["Authorization": "Bearer \(stranger)"]).text == "[]")
        }
    }
}
