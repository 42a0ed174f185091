import Glibc
import Postgres
import TestSupport
import Testing

struct PostgresConnectionTests {
    @Test func `values go in and come back`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let connection = try await PostgresConnection(uri)
            let result = try await connection.query(
                "select $1::int as i, $2::float8 as d, $3::text as t, $4::bool as b, $5::text[] as a, $6::int as n, $7::float8[] as f",
                [
                    42, PostgresValue(0.1), "ěšč'\\\"", true, PostgresValue(array: ["a,b", "NULL", "\"", nil, "\\", ""] as [String?]), nil,
                    PostgresValue(array: [1.5, nil, -.infinity] as [Double?]),
                ])
            let row = try #require(result.first)
            #expect(try row.decode("i") == 42)
            #expect(try row.decode("d") == 0.1)
            #expect(try row.decode("t") == "ěšč'\\\"")
            #expect(try row.decode("b") == true)
            #expect(try row.decodeIfPresent("n", as: Int.self) == nil)
            let text = try #require(result.text(row: 0, column: 4))
            #expect(PostgresArray.elements(text) == ["a,b", "NULL", "\"", nil, "\\", ""])
            #expect(PostgresArray.elements(result.text(row: 0, column: 6)!) == ["1.5", nil, "-Infinity"])
            #expect(throws: PostgresError.self) { try row.decode("n", as: Int.self) }
            #expect(throws: PostgresError.self) { try row.decode("absent", as: Int.self) }
        }
    }

    @Test func `a refusal carries everything the server said`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let connection = try await PostgresConnection(uri)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query(
                    """
                    do $$ begin raise exception 'refused' using errcode = 'SA423', constraint = 'interlock', detail = 'd', hint = 'h'; end $$
                    """)
            }
            #expect(error?.sqlState == "SA423")
            #expect(error?.constraint == "interlock")
            #expect(error?.detail == "d")
            #expect(error?.hint == "h")
            #expect(try await connection.query("select 1 as one").first?.decode("one") == 1)
        }
    }

    @Test func `a statement past its limit is cancelled and the connection closed`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let connection = try await PostgresConnection(uri)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("select pg_sleep(30)", timeout: .milliseconds(50))
            }
            #expect(error?.code == .timeout)
            #expect(connection.isOpen == false)
        }
    }

    @Test func `a killed session is a connection loss`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let connection = try await PostgresConnection(uri)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("select pg_terminate_backend(pg_backend_pid())")
            }
            #expect(error?.isConnectionLoss == true)
            #expect(connection.isOpen == false)
        }
    }

    @Test func `copy in takes bytes`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let connection = try await PostgresConnection(uri)
            try await connection.script("create temp table t (a int, b text)")
            let rows = (0..<50_000).map { "\($0)\trow \($0)\n" }.joined()
            try await connection.copyIn("copy t from stdin", Array(rows.utf8))
            #expect(try await connection.query("select count(*) as n from t").first?.decode("n") == 50_000)
            await #expect(throws: PostgresError.self) { try await connection.copyIn("copy t from stdin", Array("x\ty\n".utf8)) }
            await #expect(throws: PostgresError.self) { try await connection.copyIn("select 1", []) }
            #expect(try await connection.query("select count(*) as n from t").first?.decode("n") == 50_000)
        }
    }

    @Test func `a pipeline answers in order and its first error aborts the rest`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let connection = try await PostgresConnection(uri)
            let results = try await connection.pipeline([("begin", []), ("select $1::int as n", [1]), ("select 2 as n", []), ("commit", [])])
            #expect(try results[1].first?.decode("n") == 1)
            #expect(try results[2].first?.decode("n") == 2)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.pipeline([("select 1", []), ("select 1/0", []), ("select 3", [])])
            }
            #expect(error?.sqlState == "22012")
            #expect(try await connection.query("select 4 as n").first?.decode("n") == 4)
        }
    }

    @Test func `an error inside a transaction rolls it back`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let connection = try await PostgresConnection(uri)
            try await connection.script("create table t (a int)")
            await #expect(throws: PostgresError.self) {
                try await connection.transaction { connection throws(PostgresError) in
                    try connection.query("insert into t values (1)")
                    try connection.query("select 1/0")
                }
            }
            #expect(try await connection.query("select count(*) as n from t").first?.decode("n") == 0)
        }
    }

    @Test func `notifications arrive with their payload`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let listener = try await PostgresConnection(uri)
            try await listener.script("listen c")
            let sender = try await PostgresConnection(uri)
            try await sender.query("select pg_notify('c', 'hello')")
            let received = try await listener.notifications(within: .seconds(10))
            #expect(received.map(\.channel) == ["c"])
            #expect(received.map(\.payload) == ["hello"])
            #expect(try await listener.notifications(within: .milliseconds(1)).isEmpty)
        }
    }

    @Test func `a wrong address is an error without the password`() async throws {
        let error = await #expect(throws: PostgresError.self) {
            try await PostgresConnection("postgresql://u:secret@127.0.0.1:1/x")
        }
        #expect(error?.code == .connection)
        #expect(error.map { String(reflecting: $0).contains("secret") } == false)
    }
}

struct PostgresPipelineTests {
    @Test func `prepared statements are made once a session, and forgotten with their generation`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let connection = try await PostgresConnection(uri)
            let statements = [PostgresStatement("select $1::int + 1 as n", [1]), PostgresStatement("select $1::int + 1 as n", [2])]
            for _ in 0..<3 {
                let answer = try await connection.pipeline(statements, generation: 7)
                #expect(answer.failure == nil)
                #expect(try answer.results.map { try $0.first!.decode("n", as: Int.self) } == [2, 3])
            }
            let count = "select count(*)::int as n from pg_prepared_statements"
            #expect(try await connection.query(count).first!.decode("n", as: Int.self) == 1)
            _ = try await connection.pipeline([PostgresStatement("select 1")], generation: 8)
            #expect(try await connection.query(count).first!.decode("n", as: Int.self) == 1)
            await connection.close()
        }
    }

    @Test func `an error keeps what came before it, undoes its transaction and leaves nothing prepared that was not`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let connection = try await PostgresConnection(uri)
            try await connection.script("create table t (i int)")
            let bad = [PostgresStatement("begin"), PostgresStatement("insert into t values (1)"), PostgresStatement("select 1/0"), PostgresStatement("select 42")]
            for _ in 0..<2 {
                let answer = try await connection.pipeline(bad)
                #expect(answer.results.count == 2)
                #expect(answer.failure?.sqlState == "22012")
            }
            #expect(try await connection.query("select count(*)::int as n from t").first!.decode("n", as: Int.self) == 0)
            let good = try await connection.pipeline([PostgresStatement("select 42")])
            #expect(good.failure == nil && good.results.count == 1)
            await connection.close()
        }
    }

    @Test func `a session that ended while idle is told apart from one that broke`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let connection = try await PostgresConnection(uri)
            let pid: Int = try await connection.query("select pg_backend_pid() as pid").first!.decode("pid")
            let other = try await PostgresConnection(uri)
            try await other.query("select pg_terminate_backend($1)", [PostgresValue(pid)])
            while kill(pid_t(pid), 0) == 0 { try await Task.sleep(for: .milliseconds(1)) }
            let error = await #expect(throws: PostgresError.self) { try await connection.pipeline([PostgresStatement("select 1")]) }
            #expect(error?.code == .stale)
            #expect(!connection.isOpen)
            await other.close()
        }
    }

    @Test func `more statements than a session keeps are forgotten in turn`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let connection = try await PostgresConnection(uri)
            for number in 0..<450 { _ = try await connection.pipeline([PostgresStatement("select \(number)")]) }
            let kept: Int = try await connection.query("select count(*)::int as n from pg_prepared_statements").first!.decode("n")
            #expect(kept <= 201)
            await connection.close()
        }
    }
}
