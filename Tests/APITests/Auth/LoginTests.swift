@testable import API
import Foundation
import HTTPTypes
import Postgres
import Testing

/// Logging in over HTTP, against the migrated database.
struct LoginTests {
    @Test func `without a login there is health and nothing else`() async throws {
        try await IdentityServer.with { house in
            #expect(try await house.ask(.get, "/live").status == 200)
            let ready = try await house.ask(.get, "/ready")
            #expect(ready["ready"] == "false")
            #expect(ready["sites"] == "[]", "names of houses are their members' business")
            for path in ["/api/v1/me", "/api/v1/me/sites", "/rest/vw_site", "/rest/vw_command", "/rest/rpc/my_sites", "/rest/rpc/me"] {
                let reply = try await house.ask(.get, path)
                #expect(reply.status == 401, "\(path): \(reply.text)")
                #expect(reply.headers[.wwwAuthenticate] == "Bearer")
            }
            for (path, body) in [
                ("/api/v1/sites/home01/plan/run", ""), ("/api/v1/sites/nowhere/plan/run", ""), ("/rest/rpc/request_job", #"{"p_site_id": "home01", "p_job": "plan_rolling"}"#),
                ("/rest/rpc/change_password", #"{"old_password": "x", "new_password": "y"}"#),
            ] {
                #expect(try await house.ask(.post, path, [:], body).status == 401, "\(path)")
            }
            for method in [HTTPRequest.Method.post, .patch, .delete] {
                #expect(try await house.ask(method, "/rest/vw_alert?site_id=eq.home01", [:], method == .delete ? nil : #"{"message": "x"}"#).status >= 400, "\(method)")
            }
            #expect(try await house.scalar("select string_agg(message, ',' order by site_id) as v from ems.alert") == "silent,silent")
            #expect(try await house.scalar("select count(*)::text as v from ems.job_run") == "2")
        }
    }

    @Test func `who logs in sees the houses, and acts under the own name`() async throws {
        try await IdentityServer.with { house in
            let login = try await house.login("anna")
            #expect(login.status == 200)
            #expect(login["role"] == "operator")
            #expect(login["expires_in"] == "900")
            #expect(login.headers[.cacheControl] == "no-store")
            let anna = ["Authorization": "Bearer \(try #require(login["access_token"]))"]
            let me = try await house.ask(.get, "/api/v1/me", anna)
            #expect(me.status == 200)
            #expect(me.json[key: "user"]?[key: "email"]?.string == "anna@example.org")
            #expect(me.json[key: "user"]?[key: "role"]?.string == "operator")
            #expect(me["sites"]?.contains(#""site_id": "home01""#) == true || me["sites"]?.contains(#""site_id":"home01""#) == true)
            let run = try await house.ask(.post, "/api/v1/sites/home01/plan/run?type=rolling", anna)
            #expect(run.status == 202)
            #expect(try await house.scalar("select author as v from ems.job_run order by job_run_id desc limit 1") == "anna@example.org")
        }
    }

    @Test func `wrong passwords are refused, remembered by address, and told to wait`() async throws {
        try await IdentityServer.with { house in
            func guess(_ from: String) async throws -> IdentityServer.House.Reply {
                try await house.ask(
                    .post, "/rest/rpc/login", ["X-Forwarded-For": "10.9.9.9, \(from)", "X-EMS-Client-Address": "192.0.2.200"],
                    #"{"email": "anna@example.org", "password": "wrong horse battery"}"#)
            }
            for _ in 0..<5 { #expect(try await guess("198.51.100.7").status == 401) }
            let late = try await guess("198.51.100.7")
            #expect(late.status == 429)
            #expect(late.headers[.retryAfter] == "1")
            #expect(try await guess("198.51.100.8").status == 401, "another place is not to blame")
            #expect(try await house.scalar("select string_agg(host(address), ',' order by address) as v from ems.login_source") == "198.51.100.7,198.51.100.8",
                "the address is the proxy's word, not the client's")
            let right = try await house.ask(
                .post, "/rest/rpc/login", ["X-Forwarded-For": "203.0.113.5"], #"{"email": "ANNA@example.org", "password": "\#(IdentityServer.password)"}"#)
            #expect(right.status == 200, "the owner comes in meanwhile")
        }
    }

    @Test func `refresh tokens rotate, and one that comes again ends the login`() async throws {
        try await IdentityServer.with { house in
            let login = try await house.login("anna")
            let first = try #require(login["refresh_token"])
            let renewed = try await house.ask(.post, "/rest/rpc/refresh", [:], #"{"refresh_token": "\#(first)"}"#)
            #expect(renewed.status == 200)
            let second = try #require(renewed["refresh_token"])
            #expect(second != first)
            try await house.owner.script("update ems.refresh_token set used_at = used_at - interval '1 min' where used_at is not null")
            #expect(try await house.ask(.post, "/rest/rpc/refresh", [:], #"{"refresh_token": "\#(first)"}"#).status == 401)
            #expect(try await house.ask(.post, "/rest/rpc/refresh", [:], #"{"refresh_token": "\#(second)"}"#).status == 401)
            let me = try await house.ask(.get, "/api/v1/me", ["Authorization": "Bearer \(try #require(renewed["access_token"]))"])
            #expect(me.status == 401, "its access tokens are over too")
            #expect(try await house.scalar("select string_agg(site_id || ' ' || code, ',') as v from ems.alert where code = 'refresh_reuse'") == "home01 refresh_reuse")
        }
    }

    @Test func `a setup link makes the first administrator once`() async throws {
        try await IdentityServer.with { house in
            try await house.owner.script("delete from ems.user_account")
            let token = try #require(try await house.scalar("select ems.fn_setup_token(now()) as v"))
            func setup(_ token: String, _ password: String = IdentityServer.password) async throws -> IdentityServer.House.Reply {
                try await house.ask(.post, "/rest/rpc/setup", [:], #"{"token": "\#(token)", "email": "first@example.org", "password": "\#(password)", "cookie": true}"#)
            }
            #expect(try await setup("guess").status == 401)
            #expect(try await setup(token, "short").status == 400, "a bad password does not use it up")
            let made = try await setup(token)
            #expect(made.status == 200)
            #expect(made["role"] == "admin")
            let me = try await house.ask(.get, "/api/v1/me", ["Cookie": "ems_access=\(try #require(made.cookies["ems_access"]))"])
            #expect(me.status == 200)
            #expect(try await setup(token).status == 401)
        }
    }

    @Test func `a program's token works as it is, is narrower than its account, and ends at once`() async throws {
        try await IdentityServer.with { house in
            let token = try #require(try await house.scalar("select ems.fn_api_token_make('anna@example.org', 'grafana', 'guest', null, now()) as v"))
            let grafana = ["Authorization": "Bearer \(token)"]
            #expect(try await house.ask(.get, "/rest/vw_site?select=site_id", grafana).text == #"[{"site_id":"home01"}]"#)
            #expect(try await house.ask(.get, "/api/v1/me", grafana).json[key: "user"]?[key: "role"]?.string == "guest")
            #expect(try await house.ask(.post, "/api/v1/sites/home01/plan/run", grafana).status == 403)
            #expect(try await house.scalar("select (last_used_at is not null)::text as v from ems.api_token") == "true")
            try await house.owner.script("select ems.fn_api_token_revoke('anna@example.org', 'grafana', now())")
            #expect(try await house.ask(.get, "/rest/vw_site?select=site_id", grafana).text == "[]", "what is kept of it for a minute sees nothing")
            #expect(try await house.ask(.get, "/rest/vw_site", ["Authorization": "Bearer ems_nonsense"]).status == 401)
        }
    }
}
