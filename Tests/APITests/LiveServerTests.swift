@testable import API
import Foundation
import HTTPTypes
import Logging
import NIOCore
import Postgres
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

/// What only a running server shows: sockets, reloads, lost connections.
struct LiveServerTests {
    /// Runs the cache service beside `body`.
    private func withService<Value: Sendable>(
        _ login: String, connections: Int = 2, change: (inout APIConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (TestClient) async throws -> Value
    ) async throws -> Value {
        var logger = Logger(label: "api-tests")
        logger.logLevel = .critical
        let api = try await RestAPI(
            FixtureServer.configuration(change), database: login, connections: connections, clock: ImpatientClock(), logger: logger)
        return try await FixtureServer.serve(api, logger) { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await api.cacheService.run() }
                let value = try await body(client)
                group.cancelAll()
                return value
            }
        }
    }

    /// Asks until the status is as wished; the test's own time limit ends a wait in vain.
    private func wait(_ client: TestClient, _ path: String, for status: Int) async throws {
        while try await client.executeRequest(uri: "/rest" + path, method: .get, headers: [:], body: nil).status.code != status {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a notice makes new tables known, and changed types usable`() async throws {
        try await FixtureServer.withDatabase { login, superuser in
            let owner = try await PostgresConnection(superuser)
            try await withService(login) { client in
                try await wait(client, "/clients", for: 200)
                try await Case.refused("/fresh", 404, "PGRST205").run(client)
                try await owner.script("create table api.fresh (id int); insert into api.fresh values (1); grant select on api.fresh to apitest_anon; notify pgrst, 'reload schema'")
                try await wait(client, "/fresh?id=eq.1", for: 200)
                // A statement prepared for the old type would now compare text with integer.
                try await owner.script("alter table api.fresh alter column id type text; notify pgrst")
                while true {
                    let response = try await client.executeRequest(uri: "/rest/fresh?id=eq.1", method: .get, headers: [:], body: nil)
                    if response.status == .ok, String(buffer: response.body) == #"[{"id":"1"}]"# { break }
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            await owner.close()
        }
    }

    /// Ends the login role's sessions and waits until their processes are gone, and with them their sockets.
    private func endSessions(of database: String, _ owner: PostgresConnection) async throws {
        let ended = try await owner.query(
            "select pid, pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'apitest_login'", [PostgresValue(database)])
        for row in ended {
            let pid: Int = try row.decode("pid")
            while kill(pid_t(pid), 0) == 0 { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `the database goes away and comes back`() async throws {
        try await FixtureServer.withDatabase { login, superuser in
            let name = try #require(superuser.split(separator: "/").last)
            let owner = try await PostgresConnection(TestDatabase.server())
            try await withService(login) { client in
                try await wait(client, "/clients", for: 200)
                // Sessions that died idle are replaced unseen.
                try await endSessions(of: String(name), owner)
                try await Case.rows("/numbers?n=eq.1", #"[{"n":1}]"#).run(client)
                try await owner.script("alter database \(name) allow_connections false")
                try await endSessions(of: String(name), owner)
                let away = try await client.executeRequest(uri: "/rest/clients", method: .get, headers: [:], body: nil)
                #expect(away.status == .serviceUnavailable)
                #expect(Int(away.headers[.retryAfter] ?? "") != nil)
                #expect(JSONReader.value(String(buffer: away.body))?[key: "code"] == "PGRST000")
                try await owner.script("alter database \(name) allow_connections true")
                try await Case.rows("/numbers?n=eq.1", #"[{"n":1}]"#).run(client)
            }
            await owner.close()
        }
    }

    @Test func `until the schema cache is loaded the answer is 503`() async throws {
        try await FixtureServer.withDatabase { login, _ in
            let logger = Logger(label: "api-tests")
            let api = try await RestAPI(FixtureServer.configuration(), database: login, connections: 1, clock: FixedClock(), logger: logger)
            try await FixtureServer.serve(api, logger) { client in
                try await Case("GET", "/clients", 503, ["Retry-After": "1"], .error("PGRST002", message: "Could not query the database for the schema cache. Retrying.")).run(client)
                try await Case("GET", "/clients", send: ["Authorization": "Bearer x"], 401, [:], .error("PGRST301")).run(client)
            }
        }
    }

    @Test func `who waits too long for a connection is told so, and others are served in turn`() async throws {
        try await FixtureServer.withDatabase { login, superuser in
            let owner = try await PostgresConnection(superuser)
            try await owner.script("select pg_advisory_lock(77)")
            try await owner.script("create function api.wait_for_lock() returns void language sql volatile as 'select pg_advisory_lock(77)'; grant execute on function api.wait_for_lock() to apitest_anon")
            try await FixtureServer.with(login, FixtureServer.configuration { $0.poolWait = .milliseconds(30) }, connections: 1) { client in
                async let blocked: Void = Case("POST", "/rpc/wait_for_lock", 204, [:], .none).run(client)
                while try await owner.query("select 1 from pg_stat_activity where wait_event_type = 'Lock' and usename = 'apitest_login'").isEmpty {
                    try await Task.sleep(for: .milliseconds(5))
                }
                try await Case("GET", "/clients", 504, [:], .error("PGRST003", message: "Timed out acquiring connection from connection pool.")).run(client)
                try await owner.script("select pg_advisory_unlock(77)")
                try await blocked
                try await Case.rows("/numbers?n=eq.1", #"[{"n":1}]"#).run(client)
            }
            await owner.close()
        }
    }

    @Test func `nothing of a request survives into the next one on its connection`() async throws {
        let token = try Tokens.hmac(["role": .text("apitest_author"), "sub": .text("ann")])
        try await FixtureServer.withDatabase { login, _ in
            let configuration = FixtureServer.configuration { $0.transactionEnd = .commit }
            try await FixtureServer.with(login, configuration, connections: 1) { client in
                try await Case.rows("/whoami?select=role,zone", send: ["Authorization": "Bearer \(token)", "Prefer": "timezone=Asia/Tokyo"], #"[{"role":"apitest_author","zone":"Asia/Tokyo"}]"#).run(client)
                // Set for the session and committed: still gone.
                try await Case("POST", "/rpc/leak", send: ["Authorization": "Bearer \(token)"], 299, [:], .json(#""{\"role\":\"leaked\"}299""#)).run(client)
                try await Case("POST", "/rpc/set_response", body: #"{"headers":"[{\"X-Leak\":\"1\"}]","status":"202"}"#, 202, ["X-Leak": "1"], .json(#""done""#)).run(client)
                try await Case("GET", "/whoami?select=role,claims,zone", 200, ["X-Leak": ""], .json(#"[{"role":"apitest_anon","claims":{"role":"apitest_anon"},"zone":"\#(try await zone(login))"}]"#)).run(client)
                try await Case.refused("/rpc/add?a=x", 400, "22P02").run(client)
                try await Case.rows("/whoami?select=role,read_only", #"[{"role":"apitest_anon","read_only":"on"}]"#).run(client)
            }
        }
    }

    /// The zone sessions of this database begin with.
    private func zone(_ login: String) async throws -> String {
        let connection = try await PostgresConnection(login)
        let zone: String = try await connection.script("reset timezone; select current_setting('timezone') as zone").first!.decode("zone")
        await connection.close()
        return zone
    }

    @Test(.timeLimit(.minutes(1))) func `on one connection HEAD, 204 and errors are framed so that the next answer is read`() async throws {
        try await FixtureServer.withDatabase { login, _ in
            let logger = Logger(label: "api-tests")
            let api = try await RestAPI(FixtureServer.configuration(), database: login, connections: 1, clock: FixedClock(), logger: logger)
            try await api.reloadSchemaCache()
            try await FixtureServer.serve(api, logger) { client in
                let requests = [
                    "HEAD /rest/clients HTTP/1.1\r\nHost: x\r\n\r\n", "HEAD /rest/nothing HTTP/1.1\r\nHost: x\r\n\r\n",
                    "DELETE /rest/no_key HTTP/1.1\r\nHost: x\r\n\r\n", "HEAD /rest/ HTTP/1.1\r\nHost: x\r\n\r\n",
                    "GET /rest/numbers?n=eq.7 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                ]
                let answer = try await RawSocket.exchange(port: client.port, requests)
                let heads = answer.components(separatedBy: "HTTP/1.1 ").dropFirst()
                #expect(heads.map { String($0.prefix(3)) } == ["200", "404", "204", "200", "200"], "\(answer)")
                for head in heads.dropLast() {
                    #expect(head.hasSuffix("\r\n\r\n"), "\(head)")
                    #expect(!head.lowercased().contains("content-length"), "\(head)")
                    #expect(!head.lowercased().contains("transfer-encoding"), "\(head)")
                }
                #expect(answer.hasSuffix(#"[{"n":7}]"#), "\(answer)")
            }
        }
    }

    @Test func `many at once on few connections all get their own answer`() async throws {
        try await FixtureServer.with { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<200 {
                    let number = index % 15 + 1
                    group.addTask { try await Case.rows("/numbers?n=eq.\(number)", #"[{"n":\#(number)}]"#).run(client) }
                }
                try await group.waitForAll()
            }
        }
    }
}
