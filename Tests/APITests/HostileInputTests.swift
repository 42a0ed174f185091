@testable import API
import HTTPTypes
import Hummingbird
import NIOCore
import Postgres
import Testing

/// Every position of the grammar, tried with what should not be there: the answer is a clear 4xx or plain data, and the
/// database is as before.
struct HostileInputTests {
    private static let injections = [
        "'", "\"", "';drop table api.clients;--", "\");drop table api.clients;--", "1) or (1=1", "$1", "%s", "\\", "/*", "--", "*/", ";",
        "a\u{0}b", "\u{0}", "🐘", "ščř", "a b", "()", "((((", "))))", ",", ".", "..", "->", "->>", "::", "!", ":", "{", "}", "{\"", "null",
        String(repeating: "x", count: 3000), "pg_sleep(9)", "id;id", "id)from api.clients;--", "\u{202E}", "\r\nSet-Cookie: x",
    ]

    /// `@` is where the injection goes.
    private static let positions = [
        "/clients?select=@", "/clients?select=id,@", "/clients?select=@:id", "/clients?select=id::@", "/clients?select=id->@",
        "/clients?select=id->>@", "/clients?select=projects(@)", "/clients?select=projects!@(id)", "/clients?select=...projects(@)",
        "/clients?select=@(id)", "/clients?select=@!inner(id)", "/clients?@=eq.1", "/clients?id=@", "/clients?id=@.1", "/clients?id=eq.@",
        "/clients?name=eq.@", "/clients?name=like.@", "/clients?name=in.(@)", "/clients?name=in.(\"@\")", "/clients?name=not.eq.@",
        "/clients?id=is.@", "/clients?id=eq(@).1", "/clients?name=fts(@).x", "/clients?name=fts.@", "/clients?name=match.@",
        "/clients?or=(@)", "/clients?or=(id.eq.@)", "/clients?or=(@.eq.1)", "/clients?and=(id.eq.1,@)", "/clients?order=@",
        "/clients?order=id.@", "/clients?order=id->@", "/clients?order=projects(@)", "/clients?limit=@", "/clients?offset=@",
        "/clients?select=id,projects(id)&projects.@=eq.1", "/clients?select=id,projects(id)&projects.order=@", "/clients?@.limit=1",
        "/clients?projects.or=(@)", "/@", "/rpc/@", "/rpc/add?a=@", "/rpc/add?@=1", "/rpc/sum_all?v=@", "/documents?data->@=eq.1",
        "/documents?data->>n=eq.@", "/rpc/array_length_of?arr=@",
    ]

    private static let headers = ["Prefer", "Accept", "Accept-Profile", "Range", "Authorization", "Cookie", "X-Custom", "Origin"]

    private static let bodies = [
        "@", "{\"@\":1}", "{\"id\":\"@\"}", "{\"id\":50,\"name\":\"@\"}", "[@]", "[{\"id\":50,\"name\":\"@\"}]",
    ]

    /// Everything a role could have changed, as one text.
    private func snapshot(_ superuser: String) async throws -> String {
        let connection = try await PostgresConnection(superuser)
        let result = try await connection.query(
            """
            select (select string_agg(c::text, '|' order by c.id) from api.clients as c) || (select count(*) from api.projects)
                || (select string_agg(n.name, '|') from api.no_key as n)
                || (select string_agg(c.relname || c.relkind::text || coalesce(c.relacl::text, ''), '|' order by c.oid) from pg_class as c
                    join pg_namespace as n on n.oid = c.relnamespace where n.nspname in ('api', 'v2', 'private', 'public')) as state
            """)
        let state: String = try result.first!.decode("state")
        await connection.close()
        return state
    }

    /// Sends one request; 5xx is a defect.
    private func check(
        _ client: TestClient, _ method: HTTPRequest.Method, _ uri: String, _ fields: HTTPFields = [:], body: String = "", is status: Int? = nil
    ) async throws {
        let response = try await client.executeRequest(uri: uri, method: method, headers: fields, body: ByteBuffer(string: body))
        let text = String(buffer: response.body)
        #expect(response.status.code < 500, "\(method) \(uri.prefix(200)) \(fields) \(body.prefix(100)) answered \(response.status.code) \(text.prefix(300))")
        if response.status.code >= 300 {
            let error = JSONReader.value(text)
            #expect(error?[key: "code"]?.string != nil, "\(method) \(uri.prefix(200)): no error body: \(text.prefix(200))")
        }
        if let status { #expect(response.status.code == status, "\(method) \(uri.prefix(100))") }
    }

    private func encoded(_ text: String) -> String { PercentEncoding.encode(text) }

    @Test func `injections at every position of the URL`() async throws {
        try await FixtureServer.withDatabase { login, superuser in
            let before = try await snapshot(superuser)
            let configuration = FixtureServer.configuration { $0.transactionEnd = .commit }
            let count = try await FixtureServer.with(login, configuration) { client in
                var count = 0
                for position in Self.positions {
                    for injection in Self.injections {
                        let target = "/rest" + position.replacing(" ", with: "%20").replacing("\"", with: "%22").replacing("@", with: encoded(injection))
                        try await check(client, .get, target)
                        count += 1
                    }
                }
                return count
            }
            #expect(count == Self.positions.count * Self.injections.count)
            #expect(try await snapshot(superuser) == before)
        }
    }

    @Test func `injections in headers and bodies, and in writes that must not match`() async throws {
        try await FixtureServer.withDatabase { login, superuser in
            let before = try await snapshot(superuser)
            try await FixtureServer.with(login, FixtureServer.configuration()) { client in
                for injection in Self.injections {
                    for header in Self.headers {
                        let name = try #require(HTTPField.Name(header))
                        try await check(client, .get, "/rest/clients?id=eq.1", [name: injection])
                        try await check(client, .get, "/rest/clients?id=eq.1", [name: "timezone=\(injection)"])
                    }
                    for body in Self.bodies {
                        try await check(client, .post, "/rest/clients", body: body.replacing("@", with: injection))
                        try await check(client, .patch, "/rest/clients?name=eq.\(encoded(injection))", body: body.replacing("@", with: injection))
                        try await check(client, .post, "/rest/rpc/add", body: body.replacing("@", with: injection))
                        try await check(client, .post, "/rest/clients?columns=id,name", body: body.replacing("@", with: injection))
                    }
                    for parameter in ["columns", "on_conflict", "select", "order"] {
                        try await check(
                            client, .post, "/rest/clients?\(parameter)=\(encoded(injection))", [.init("Prefer")!: "return=representation, resolution=merge-duplicates"],
                            body: #"{"id":50,"name":"n"}"#)
                    }
                    try await check(client, .post, "/rest/clients", [.contentType: "text/csv"], body: "id,name\n50,\(injection)\n")
                    try await check(client, .post, "/rest/clients", [.contentType: injection], body: "{}")
                    try await check(client, .delete, "/rest/clients?name=eq.\(encoded(injection))")
                    try await check(client, .put, "/rest/clients?id=eq.\(encoded(injection))", body: #"{"id":50,"name":"n"}"#)
                }
            }
            #expect(try await snapshot(superuser) == before)
        }
    }

    @Test func `bytes that are no UTF-8, and zero bytes, are refused`() async throws {
        try await FixtureServer.with { client in
            for target in ["/clients?name=eq.%FF", "/clients?%C3%28=eq.1", "/%C3%28", "/clients?select=%ED%A0%80", "/clients?or=(name.eq.%80)"] {
                try await check(client, .get, "/rest" + target, is: 400)
            }
            try await Case.refused("/clients?name=eq.a%00b", 400, "22021").run(client)
            try await Case.refused("/rpc/add?a=%00", 400, "22021").run(client)
            let response = try await client.executeRequest(
                uri: "/rest/clients", method: .post, headers: [:], body: ByteBuffer(bytes: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]))
            #expect(response.status == .badRequest)
            try await Case("POST", "/rpc/echo_text", send: ["Content-Type": "text/plain"], body: "a\u{0}b", 400, [:], .error("22021")).run(client)
        }
    }

    @Test func `nesting without end gets an answer`() async throws {
        try await FixtureServer.with { client in
            let depth = 5000
            let embeds = String(repeating: "projects(", count: depth) + "id" + String(repeating: ")", count: depth)
            let logic = String(repeating: "and(", count: depth) + "id.eq.1" + String(repeating: ")", count: depth)
            try await check(client, .get, "/rest/clients?select=\(embeds)", is: 400)
            try await check(client, .get, "/rest/clients?or=(\(logic))", is: 400)
            let shallow = String(repeating: "and(", count: 90) + "id.eq.1" + String(repeating: ")", count: 90)
            try await check(client, .get, "/rest/clients?or=(\(shallow))", is: 200)
            let arrays = String(repeating: "[", count: 200_000)
            for body in [arrays, "{\"id\":" + arrays, String(repeating: "{\"a\":", count: 200_000), "[" + String(repeating: "[", count: 600) + String(repeating: "]", count: 600) + "]"] {
                try await check(client, .post, "/rest/clients", body: body, is: 400)
                try await check(client, .post, "/rest/rpc/echo_json", body: body, is: 400)
                try await check(client, .post, "/rest/clients?columns=id", body: body, is: 400)
            }
            try await check(client, .get, "/rest/documents?select=data" + String(repeating: "->a", count: 1000), is: 200)
            try await check(client, .get, "/rest/clients?name=eq." + String(repeating: "x", count: 70_000), is: 414)
        }
    }
}
