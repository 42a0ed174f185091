import Postgres
import TestSupport
import Testing

@Suite struct PostgresPoolTests {
    @Test func `twenty at once share two connections`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let pool = PostgresPool(uri, size: 2)
            let backends = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await pool.withConnection { connection in
                            try await connection.query("select pg_backend_pid() as pid, pg_sleep(0.005)").first!.decode("pid")
                        }
                    }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(backends.count == 2)
            await pool.close()
        }
    }

    @Test func `a broken connection is replaced`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let pool = PostgresPool(uri, size: 1)
            await #expect(throws: PostgresError.self) {
                try await pool.withConnection { try await $0.query("select pg_terminate_backend(pg_backend_pid())") }
            }
            let one: Int = try await pool.withConnection { try await $0.query("select 1 as one").first!.decode("one") }
            #expect(one == 1)
            await pool.close()
        }
    }

    @Test func `waiting too long is a pool timeout, and the place is kept`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let pool = PostgresPool(uri, size: 1)
            try await pool.withConnection { _ in
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.withConnection(wait: .milliseconds(20)) { _ in }
                }
                #expect(error?.code == .poolTimeout)
            }
            try await pool.withConnection { _ in }
            await pool.close()
            let error = await #expect(throws: PostgresError.self) { try await pool.withConnection { _ in } }
            #expect(error?.code == .closed)
        }
    }

    @Test func `each in the queue has a limit of its own`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let pool = PostgresPool(uri, size: 1)
            try await pool.withConnection { _ in
                try await withThrowingTaskGroup(of: PostgresError.Code?.self) { group in
                    for milliseconds in [60_000, 30, 10, 50] {
                        group.addTask {
                            do { try await pool.withConnection(wait: .milliseconds(milliseconds)) { _ in } } catch let error as PostgresError { return error.code }
                            return nil
                        }
                    }
                    var codes: [PostgresError.Code?] = []
                    for _ in 0..<3 { codes.append(try await group.next() ?? nil) }
                    #expect(codes == [.poolTimeout, .poolTimeout, .poolTimeout])
                    group.cancelAll()
                    while let code = try? await group.next() { #expect(code == nil) }
                }
            }
            await pool.close()
        }
    }
}
