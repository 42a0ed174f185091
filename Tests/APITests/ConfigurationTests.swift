@testable import API
import Testing

/// Behaviour that depends on a setting.
struct ConfigurationTests {
    @Test func `no level of a read goes beyond the row limit, and estimates begin there`() async throws {
        try await FixtureServer.with(change: { $0.maxRows = 2 }) { client in
            for item in [
                Case("GET", "/numbers", 200, ["Content-Range": "0-1/*"], .json(#"[{"n":1},{"n":2}]"#)),
                Case("GET", "/numbers?limit=1", 200, ["Content-Range": "0-0/*"], .json(#"[{"n":1}]"#)),
                Case("GET", "/numbers?limit=9&offset=13", 200, ["Content-Range": "13-14/*"], .json(#"[{"n":14},{"n":15}]"#)),
                Case("GET", "/numbers?limit=0", 200, ["Content-Range": "*/*"], .json("[]")),
                Case("GET", "/numbers", send: ["Prefer": "count=exact"], 206, ["Content-Range": "0-1/15"], .json(#"[{"n":1},{"n":2}]"#)),
                Case("GET", "/numbers", send: ["Prefer": "count=estimated"], 206, ["Content-Range": "0-1/15"], .json(#"[{"n":1},{"n":2}]"#)),
                Case("GET", "/numbers?n=lt.3", send: ["Prefer": "count=estimated"], 200, ["Content-Range": "0-1/2"], .json(#"[{"n":1},{"n":2}]"#)),
                Case("GET", "/employees?select=id,employees(id)&id=eq.1&employees.limit=5", 200, [:], .json(#"[{"id":1,"employees":[{"id":2},{"id":3}]}]"#)),
                Case("GET", "/rpc/evens?upto=20", 200, ["Content-Range": "0-1/*"], .json("[2,4]")),
                Case("POST", "/clients?select=id", send: ["Prefer": "return=representation"], body: #"[{"id":7,"name":"a"},{"id":8,"name":"b"},{"id":9,"name":"c"}]"#, 201, [:], .json(#"[{"id":7},{"id":8},{"id":9}]"#)),
            ] { try await item.run(client) }
        }
    }

    @Test(arguments: [
        (APIConfiguration.TransactionEnd.commit, "tx=rollback", "", true), (.commitAllowOverride, "tx=rollback", "tx=rollback", false),
        (.rollback, "tx=commit", "", false), (.rollbackAllowOverride, "tx=commit", "tx=commit", true),
    ])
    func `a transaction ends as configured, and as preferred where that is allowed`(
        _ end: APIConfiguration.TransactionEnd, _ preference: String, _ applied: String, _ isKept: Bool
    ) async throws {
        try await FixtureServer.with(change: { $0.transactionEnd = end }) { client in
            try await Case(
                "POST", "/no_key", send: ["Prefer": preference], body: #"{"name":"new"}"#, 201, ["Preference-Applied": applied], .text("")
            ).run(client)
            try await Case.rows("/no_key", isKept ? #"[{"name":"only"},{"name":"new"}]"# : #"[{"name":"only"}]"#).run(client)
        }
    }

    @Test func `deferred constraints speak before a rollback and at a commit`() async throws {
        try await FixtureServer.with { client in
            for preference in ["tx=rollback", "tx=commit"] {
                try await Case("POST", "/deferred", send: ["Prefer": preference], body: #"{"id":1,"other":99}"#, 409, [:], .error("23503")).run(client)
            }
        }
    }

    @Test func `a statement ends at the limit, and the connection serves on`() async throws {
        try await FixtureServer.with(change: { $0.statementTimeout = .milliseconds(50) }) { client in
            try await Case("POST", "/rpc/sleepy", body: #"{"seconds":20}"#, 500, [:], .error("57014", message: "canceling statement due to statement timeout")).run(client)
            try await Case.rows("/numbers?n=eq.1", #"[{"n":1}]"#).run(client)
        }
    }

    @Test func `settings of a role come with the role`() async throws {
        let token = try Tokens.hmac(["role": .text("apitest_slow")])
        try await FixtureServer.with { client in
            try await Case.rows("/whoami?select=role,timeout,isolation", send: ["Authorization": "Bearer \(token)"], #"[{"role":"apitest_slow","timeout":"7s","isolation":"serializable"}]"#).run(client)
        }
    }

    @Test func `a body above the limit is refused in JSON`() async throws {
        try await FixtureServer.with(change: { $0.bodyLimit = 100 }) { client in
            try await Case("POST", "/clients", body: String(repeating: " ", count: 101), 413, ["Content-Type": "application/json; charset=utf-8"], .error("SA413", message: "The body is larger than 100 bytes")).run(client)
        }
    }

    @Test func `only listed origins get CORS headers`() async throws {
        try await FixtureServer.with(change: { $0.corsAllowedOrigins = ["http://good.org"] }) { client in
            try await Case("GET", "/numbers?n=eq.1", send: ["Origin": "http://good.org"], 200, ["Access-Control-Allow-Origin": "http://good.org"], .json(#"[{"n":1}]"#)).run(client)
            try await Case("GET", "/numbers?n=eq.1", send: ["Origin": "http://bad.org"], 200, ["Access-Control-Allow-Origin": ""], .json(#"[{"n":1}]"#)).run(client)
        }
    }
}
