import Postgres
import TestSupport
import Testing

@testable import Migration

struct ConcurrencyTests {
    @Test func `twenty at once apply every migration exactly once`() async throws {
        var files = [
            "V001__a.sql": "create table a (i int);", "V002__index.sql": "create index concurrently a_i on a (i);",
            "V003__sleep.sql": "select pg_sleep(0.05); insert into a values (3);",
        ]
        for index in 4...9 { files["V00\(index)__insert.sql"] = "insert into a values (\(index));" }
        for index in 1...9 { files["R__\(index)_insert.sql"] = "insert into a values (\(100 + index));" }
        try await TestProject.with("flyway.schemas=energy,audit\nflyway.lockRetryCount=-1", files) { project throws in
            try await TestDatabase.with(template: "template1") { uri throws in
                let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                    for _ in 0..<20 { group.addTask { try await project.migrator(uri).migrate().applied } }
                    return try await group.reduce(into: []) { $0 += $1 }
                }
                #expect(applied.sorted() == files.keys.sorted())
                #expect(try await rows(uri, "select i from energy.a order by i") == (Array(3...9) + Array(101...109)).map { String($0) })
                #expect(
                    try await rows(
                        uri,
                        "select min(installed_rank), max(installed_rank), count(*), bool_and(success) from energy.flyway_schema_history")
                        == ["0|18|19|t"])
                #expect(
                    try await history(uri).prefix(2) == [
                        "0|-|<< Flyway Schema Creation >>|SCHEMA|\"energy\",\"audit\"|-|t",
                        "1|001|a|SQL|V001__a.sql|\(Checksum.of(Array("create table a (i int);".utf8)))|t",
                    ])
            }
        }
    }

    @Test(arguments: ["select pg_advisory_lock(77433500952238)", "begin; select pg_advisory_xact_lock(77433500952238)"])
    func `whoever holds Flyway's lock is waited for, and not for ever`(lock: String) async throws {
        try await TestProject.with("flyway.lockRetryCount=2", ["V1__a.sql": ""]) { project throws in
            try await TestDatabase.with(template: "template1") { uri throws in
                let other = try await PostgresConnection(uri)
                try await other.script(lock)
                let error = await #expect(throws: MigrationError.self) { try await project.migrator(uri).migrate() }
                #expect(error?.code == .lock)
                #expect(
                    error?.message == "Number of retries exceeded while attempting to acquire PostgreSQL advisory lock. "
                        + "Configure the number of retries with the 'lockRetryCount' configuration option")
                #expect(try await rows(uri, "select count(*) from pg_namespace where nspname = 'energy'") == ["0"])
                await other.close()
                #expect(try await project.migrator(uri).migrate().applied.count == 1)
            }
        }
    }

    @Test func `a migrator that waited finds the work done`() async throws {
        try await TestProject.with("flyway.lockRetryCount=-1", ["V1__a.sql": "create table a (i int);"]) { project throws in
            try await TestDatabase.with(template: "template1") { uri throws in
                try await project.migrator(uri).migrate()
                try project.write("V2__b.sql", "insert into a values (2);")
                let other = try await PostgresConnection(uri)
                try await other.script("select pg_advisory_lock(77433500952238)")
                let waiting = Task { try await project.migrator(uri).migrate().applied }
                try await other.script(
                    """
                    insert into energy.flyway_schema_history
                      (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                    values (2, '2', 'b', 'SQL', 'V2__b.sql', \(Checksum.of(Array("insert into a values (2);".utf8))), 'other', 0, true)
                    """)
                await other.close()
                #expect(try await waiting.value == [])
                #expect(try await rows(uri, "select count(*) from energy.a") == ["0"])
            }
        }
    }

    @Test func `a script that lets go of every lock does not stop the run`() async throws {
        try await TestProject.with("", ["V1__a.sql": "discard all;", "V2__b.sql": "create table b (i int);"]) { project throws in
            try await TestDatabase.with(template: "template1") { uri throws in
                #expect(try await project.migrator(uri).migrate().applied.count == 2)
                #expect(try await rows(uri, "select count(*) from energy.b") == ["0"])
            }
        }
    }
}
