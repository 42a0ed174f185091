import Postgres
import TestSupport
import Testing

struct PostgresPoolTests {
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

    @Test func `errands share connections with loans, and an error or a broken connection costs nobody else the turn`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let pool = PostgresPool(uri, size: 2)
            let answers = try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        do {
                            switch number % 4 {
                            case 0: return try await pool.withConnection { try await $0.query("select 1 as one").first!.decode("one") }
                            case 1: _ = try await pool.errand { (connection) throws(PostgresError) in try connection.query("select 1 / 0") }
                            case 2: _ = try await pool.errand { (connection) throws(PostgresError) in try connection.query("select pg_terminate_backend(pg_backend_pid())") }
                            default: return try await pool.errand { (connection) throws(PostgresError) in try connection.query("select 1 as one").first!.decode("one") }
                            }
                        } catch is PostgresError {}
                        return nil
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ?? 0 }
            }
            #expect(answers == 20)
            await pool.close()
            let error = await #expect(throws: PostgresError.self) { try await pool.errand { (_) throws(PostgresError) in } }
            #expect(error?.code == .closed)
        }
    }

    @Test func `an errand that waits too long is a pool timeout, one that is cancelled leaves, and the place is kept`() async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let pool = PostgresPool(uri, size: 1)
            try await pool.withConnection { _ in
                let error = await #expect(throws: PostgresError.self) { try await pool.errand(wait: .milliseconds(20)) { (_) throws(PostgresError) in } }
                #expect(error?.code == .poolTimeout)
                let task = Task { try await pool.errand { (_) throws(PostgresError) in } }
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
            }
            try await pool.errand { (_) throws(PostgresError) in }
            await pool.close()
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
