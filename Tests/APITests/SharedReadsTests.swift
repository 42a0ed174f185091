@testable import API
import Postgres
import Synchronization
import TestSupport
import Testing

/// A sequence counts how often a transaction really ran.
@Suite(.timeLimit(.minutes(1))) struct SharedReadsTests {
    private final class Rig: Sendable {
        let pool: PostgresPool
        let reads = SharedReads()
        /// Transactions that asked the pool for a connection.
        let sent = Atomic(0)
        let asked = Atomic(0)
        let begun = Atomic(0)

        init(_ pool: PostgresPool) { self.pool = pool }

        func ask(_ text: String, generation: Int = 1, seconds: Double = 0) async throws -> Int {
            asked.add(1, ordering: .relaxed)
            let statements = [PostgresStatement("select nextval('calls')::integer as call, $1::text, pg_sleep($2)", [PostgresValue(text), PostgresValue(seconds)])]
            let answer = try await reads.answer(to: statements, generation: generation) { begin in
                sent.add(1, ordering: .relaxed)
                return try await pool.errand { [self] (connection) throws(PostgresError) in
                    begin()
                    begun.add(1, ordering: .releasing)
                    return try connection.pipeline(statements, generation: generation, timeout: .seconds(10))
                }
            }
            if let failure = answer.failure { throw failure }
            return try #require(answer.results[0].first).decode("call")
        }

        /// Waits until `count` asked, and time enough has passed for the last of them to stand in the queue.
        func waited(for count: Int) async throws {
            while asked.load(ordering: .relaxed) < count { try await Task.sleep(for: .milliseconds(5)) }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func withRig(_ body: @Sendable (Rig) async throws -> Void) async throws {
        try await TestDatabase.with(template: "template1") { uri in
            let rig = Rig(PostgresPool(uri, size: 1))
            _ = try await rig.pool.withConnection { try await $0.script("create sequence calls") }
            try await body(rig)
            await rig.pool.close()
        }
    }

    @Test func `who asks for the same while a connection is awaited gets one answer, who asks later another`() async throws {
        try await withRig { rig in
            let first = try await rig.pool.withConnection { _ in
                let asking = (0..<20).map { _ in Task { try await rig.ask("a") } }
                try await rig.waited(for: 20)
                return asking
            }
            for task in first { #expect(try await task.value == 1) }
            #expect(rig.sent.load(ordering: .relaxed) == 1)
            #expect(try await rig.ask("a") == 2)
        }
    }

    @Test(arguments: [("a", 1, "b", 1), ("a", 1, "a", 2), ("\u{E9}", 1, "e\u{301}", 1)])
    func `what differs in a byte or in the schema's generation is something else`(one: String, generation: Int, other: String, later: Int) async throws {
        try await withRig { rig in
            let asking = try await rig.pool.withConnection { _ in
                let asking = [Task { try await rig.ask(one, generation: generation) }, Task { try await rig.ask(other, generation: later) }]
                try await rig.waited(for: 2)
                return asking
            }
            var calls: Set<Int> = []
            for task in asking { calls.insert(try await task.value) }
            #expect(calls == [1, 2])
        }
    }

    @Test func `a transaction that has begun takes nobody in`() async throws {
        try await withRig { rig in
            let one = Task { try await rig.ask("a", seconds: 0.5) }
            while rig.begun.load(ordering: .acquiring) == 0 { try await Task.sleep(for: .milliseconds(2)) }
            #expect(try await rig.ask("a", seconds: 0.5) == 2)
            #expect(try await one.value == 1)
        }
    }

    @Test func `when the first one's client goes away the others are answered all the same`() async throws {
        try await withRig { rig in
            let others = try await rig.pool.withConnection { _ in
                let leader = Task { try await rig.ask("a") }
                try await rig.waited(for: 1)
                let others = (0..<5).map { _ in Task { try await rig.ask("a") } }
                try await rig.waited(for: 6)
                leader.cancel()
                await #expect(throws: CancellationError.self) { try await leader.value }
                try await Task.sleep(for: .milliseconds(100))
                return others
            }
            for task in others { #expect(try await task.value == 1) }
            #expect(rig.sent.load(ordering: .relaxed) == 2)
        }
    }

    @Test func `an error is everybody's, and the next one asks anew`() async throws {
        try await withRig { rig in
            _ = try await rig.pool.withConnection { try await $0.script("drop sequence calls") }
            let asking = try await rig.pool.withConnection { _ in
                let asking = (0..<3).map { _ in Task { try await rig.ask("a") } }
                try await rig.waited(for: 3)
                return asking
            }
            for task in asking {
                let error = await #expect(throws: PostgresError.self) { try await task.value }
                #expect(error?.sqlState == "42P01")
            }
            _ = try await rig.pool.withConnection { try await $0.script("create sequence calls") }
            #expect(try await rig.ask("a") == 1)
        }
    }
}
