@testable import API
import Foundation
import HTTPTypes
import Testing

/// A page's login: cookies its scripts cannot read, and proof that a request is the page's own.
struct CookieTests {
    @Test func `cookies log in, but change nothing without the header that repeats one of them`() async throws {
        try await IdentityServer.with { house in
            let login = try await house.login("anna", cookie: true)
            #expect(login.status == 200)
            #expect(login["access_token"] == nil && login["refresh_token"] == nil)
            let cookies = login.cookies
            for cookie in login.headers[values: .setCookie] {
                #expect(cookie.contains("SameSite=Strict"))
                #expect(cookie.contains("HttpOnly") == !cookie.hasPrefix("ems_csrf="))
                #expect(!cookie.contains("Secure"), "the browser came by HTTP")
            }
            let access = "ems_access=\(try #require(cookies["ems_access"])); ems_csrf=\(try #require(cookies["ems_csrf"]))"
            #expect(try await house.ask(.get, "/api/v1/me", ["Cookie": access]).status == 200)
            #expect(try await house.ask(.get, "/rest/vw_site?select=site_id", ["Cookie": access]).text == #"[{"site_id":"home01"}]"#)
            let trigger = "/api/v1/sites/home01/plan/run"
            for (headers, status) in [
                (["Cookie": access], 403), (["Cookie": access, "X-EMS-CSRF": "guess"], 403), (["Cookie": access, "X-EMS-CSRF": ""], 403),
                (["Cookie": "ems_access=\(try #require(cookies["ems_access"]))", "X-EMS-CSRF": ""], 403),
                (["Cookie": "ems_access=\(try #require(cookies["ems_access"])); ems_csrf=", "X-EMS-CSRF": ""], 403),
                (["Cookie": access, "X-EMS-CSRF": try #require(cookies["ems_csrf"])], 202),
            ] {
                let reply = try await house.ask(.post, trigger, headers)
                #expect(reply.status == status, "\(headers)")
                if status == 403 { #expect(reply["code"] == "SA403") }
            }
            #expect(try await house.scalar("select count(*)::text as v from ems.job_run where author = 'anna@example.org'") == "1")
        }
    }

    @Test func `a page renews and ends its login by cookies`() async throws {
        try await IdentityServer.with { house in
            let cookies = try await house.login("anna", cookie: true).cookies
            let csrf = try #require(cookies["ems_csrf"])
            let renewal = "ems_refresh=\(try #require(cookies["ems_refresh"])); ems_csrf=\(csrf)"
            #expect(try await house.ask(.post, "/rest/rpc/refresh", ["Cookie": renewal]).status == 403)
            // An access cookie that is over does not stand in the way.
            let renewed = try await house.ask(.post, "/rest/rpc/refresh", ["Cookie": "ems_access=over; \(renewal)", "X-EMS-CSRF": csrf], "{}")
            #expect(renewed.status == 200)
            #expect(renewed["refresh_token"] == nil)
            let access = try #require(renewed.cookies["ems_access"])
            let token = try #require(renewed.cookies["ems_csrf"])
            let out = try await house.ask(.post, "/rest/rpc/logout", ["Cookie": "ems_access=\(access); ems_csrf=\(token)", "X-EMS-CSRF": token], "{}")
            #expect(out.status == 204)
            #expect(out.cookies == ["ems_access": "", "ems_refresh": "", "ems_csrf": ""])
            #expect(try await house.ask(.get, "/api/v1/me", ["Cookie": "ems_access=\(access)"]).status == 401)
        }
    }

    @Test func `a cookie of yesterday does not keep its owner from logging in`() async throws {
        try await IdentityServer.with { house in
            let again = try await house.ask(
                .post, "/rest/rpc/login", ["Cookie": "ems_access=over; ems_csrf=old"], #"{"email": "anna@example.org", "password": "\#(IdentityServer.password)", "cookie": true}"#)
            #expect(again.status == 200)
        }
    }

    @Test func `another page's form gets no cookies`() async throws {
        try await IdentityServer.with { house in
            let form = try await house.ask(
                .post, "/rest/rpc/login", ["Content-Type": "application/x-www-form-urlencoded"],
                "email=anna%40example.org&password=correct+horse+battery&cookie=true")
            #expect(form.status == 403)
            #expect(form.cookies.isEmpty)
        }
    }

    @Test func `cookies are for HTTPS only where the browser came that way`() async throws {
        try await IdentityServer.with { house in
            let login = try await house.ask(
                .post, "/rest/rpc/login", ["X-Forwarded-Proto": "https"], #"{"email": "anna@example.org", "password": "\#(IdentityServer.password)", "cookie": true}"#)
            #expect(login.headers[values: .setCookie].count == 3)
            #expect(login.headers[values: .setCookie].allSatisfy { $0.contains("; Secure") })
        }
    }

    @Test func `every answer tells the browser what it may do`() async throws {
        let referrer = try #require(HTTPField.Name("Referrer-Policy"))
        try await IdentityServer.with { house in
            for path in ["/live", "/ready", "/nowhere", "/rest/vw_site", "/rest/", "/api/v1/me", "/api/v1/nowhere"] {
                let headers = try await house.ask(.get, path).headers
                let policy = try #require(headers[.contentSecurityPolicy], "\(path)")
                for part in ["script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'", "frame-ancestors 'none'"] { #expect(policy.contains(part)) }
                #expect(headers[.xContentTypeOptions] == "nosniff")
                #expect(headers[referrer] == "no-referrer")
            }
        }
    }
}
