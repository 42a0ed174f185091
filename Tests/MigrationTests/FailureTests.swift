import Postgres
import TestSupport
import Testing

@testable import Migration

/// What a failing migration leaves behind, and what it says.
struct FailureTests {
    /// Migrates a project whose second version fails.
    static func failing(
        _ text: String, configuration: String = "", own: String? = nil, _ check: (MigrationError, TestProject, String) async throws -> Void
    ) async throws {
        try await TestProject.with(configuration, ["V1__base.sql": "create table base (i int); insert into base values (1), (1);"]) {
            project throws in
            try project.write("V2__bad.sql", text)
            if let own { try project.write("V2__bad.sql.conf", own) }
            try await TestDatabase.with(template: "template1") { uri throws in
                let error = await #expect(throws: MigrationError.self) { try await project.migrator(uri).migrate() }
                try await check(try #require(error), project, uri)
            }
        }
    }

    @Test(arguments: [
        ("create table a (i int);\n\n  select nope\n  from base;", 3, 10, "42703"),
        ("create table a (i int);\r\n\r\nselec 1;", 3, 1, "42601"),
        ("-- ž\nselect 'ž', ${flyway:defaultSchema}.nope();", 2, 13, "42883"),
        ("select 1;\ndo $$\nbegin\n  raise exception 'no' using errcode = 'SA423', detail = 'd', hint = 'h';\nend $$;", 2, 1, "SA423"),
        ("create function f() returns int language plpgsql as $$\nbegin\n  retrun 1;\nend $$;", 3, 3, "42601"),
        ("create table a (i int", 1, 22, "42601"),
        ("select 1;\nselect 'never ends;\n\n", 2, 8, "42601"),
        ("select 1; /* never ends;", 1, 11, "42601"),
        ("select 1;\n\\i other.sql", 2, 1, "42601"),
        ("copy base from stdin;\n1\nx\n\\.\n", 1, 1, "22P02"),
        ("copy base from stdin", 1, 1, "57014"),
        ("reindex table concurrently base;", 1, 1, "25001"),
    ])
    func `a failing script leaves nothing and names file, line, column and SQLSTATE`(
        text: String, line: Int, column: Int, state: String
    ) async throws {
        try await Self.failing("create table left_behind (i int); " + text) { error, _, uri throws in
            #expect(error.code == .statement)
            #expect(error.place == .init(file: "db/migration/V2__bad.sql", line: line, column: line == 1 ? column + 34 : column))
            #expect(error.cause?.sqlState == state)
            #expect(error.message == "Migration of schema \"energy\" to version \"2 - bad\" failed! Changes successfully rolled back.")
            #expect("\(error)".contains("db/migration/V2__bad.sql:\(line):"))
            #expect("\(error)".contains("(SQLSTATE \(state))"))
            #expect(try await rows(uri, "select to_regclass('energy.left_behind')") == ["-"])
            #expect(try await history(uri).count == 2)
            #expect(try await rows(uri, "select pg_try_advisory_lock(77433500952238)") == ["t"])
        }
    }

    @Test func `everything the server said is shown`() async throws {
        let text = "do $$ begin raise exception 'no' using errcode = 'SA423', detail = 'the detail', hint = 'the hint'; end $$;"
        try await Self.failing(text) { error, _, _ in
            #expect(
                "\(error)" == """
                    Migration of schema "energy" to version "2 - bad" failed! Changes successfully rolled back.
                    db/migration/V2__bad.sql:1:1: no (SQLSTATE SA423)
                    Detail: the detail
                    Hint: the hint
                    Where: PL/pgSQL function inline_code_block line 1 at RAISE
                    """)
        }
    }

    @Test func `a failure at the commit names the file`() async throws {
        let text =
            "create table p (i int primary key); create table c (i int references p deferrable initially deferred); insert into c values (1);"
        try await Self.failing(text) { error, _, uri throws in
            #expect(error.cause?.sqlState == "23503")
            #expect(error.place?.file == "db/migration/V2__bad.sql")
            #expect(try await rows(uri, "select to_regclass('energy.c')") == ["-"])
            #expect(try await history(uri).count == 2)
        }
    }

    @Test func `what came before a script's own commit is not said to be rolled back`() async throws {
        try await Self.failing("create table kept (i int); commit; select 1/0;") { error, _, uri throws in
            #expect(error.message.hasSuffix("Only what came after the script's own COMMIT is rolled back."))
            #expect(try await rows(uri, "select count(*) from energy.kept") == ["0"])
            #expect(try await history(uri).count == 2)
        }
    }

    @Test func `a failing script without a transaction leaves a failed row that stops everything until repair`() async throws {
        try await Self.failing("create unique index concurrently u on base (i);") { error, project, uri throws in
            #expect(error.cause?.sqlState == "23505")
            #expect(
                error.message == "Migration of schema \"energy\" to version \"2 - bad\" [non-transactional] failed! "
                    + "Please restore backups and roll back database and code!")
            #expect(try await history(uri).last?.hasPrefix("2|2|bad|SQL|V2__bad.sql|") == true)
            #expect(try await history(uri).last?.hasSuffix("|f") == true)

            try project.write("V2__bad.sql", "drop index concurrently u;")
            let refused = await #expect(throws: MigrationError.self) { try await project.migrator(uri).migrate() }
            #expect(refused?.message.contains("Detected failed migration to version 2 (bad).") == true)
            #expect(try await project.migrator(uri).info().rows.map(\.state).last == "Failed")

            #expect(try await project.migrator(uri).repair().removed == ["V2__bad.sql"])
            try await project.migrator(uri).migrate()
            #expect(try await history(uri).last?.hasSuffix("|t") == true)
        }
    }

    @Test func `without validation a failed row stops migrating just the same`() async throws {
        try await Self.failing("create unique index concurrently u on base (i);", configuration: "flyway.validateOnMigrate=false") {
            _, project, uri throws in
            let error = await #expect(throws: MigrationError.self) { try await project.migrator(uri).migrate() }
            #expect(error?.code == .history)
            #expect(error?.message == "Schema \"energy\" contains a failed migration to version 2 !")
        }
    }

    @Test func `a failed transaction inside a script without one is ended before the row is written`() async throws {
        try await Self.failing("begin; create table a (i int); select 1/0; commit;", own: "executeInTransaction=false") {
            _, _, uri throws in
            #expect(try await history(uri).last?.hasSuffix("|f") == true)
            #expect(try await rows(uri, "select to_regclass('energy.a')") == ["-"])
        }
    }

    @Test func `a lost connection is told from a refused statement`() async throws {
        try await Self.failing("create table a (i int); select pg_terminate_backend(pg_backend_pid());") { error, project, uri throws in
            #expect(error.message.hasSuffix("The connection was lost, and the server rolls back."))
            #expect(error.place?.line == 1)
            try project.write("V2__bad.sql", "create table a (i int);")
            #expect(try await project.migrator(uri).migrate().applied == ["V2__bad.sql"])
        }
    }

    @Test func `a placeholder nobody set is an error before anything runs`() async throws {
        try await TestProject.with("", ["V1__a.sql": "select 1;\n-- as in ${shell}", "V2__b.sql": ""]) { project throws in
            try await TestDatabase.with(template: "template1") { uri throws in
                let error = await #expect(throws: MigrationError.self) { try await project.migrator(uri).migrate() }
                #expect(error?.message == "No value provided for placeholder: ${shell}.  Check your configuration!")
                #expect(error?.place == .init(file: "db/migration/V1__a.sql", line: 2, column: 10))
                #expect(try await history(uri).count == 1)
                try project.configure("flyway.placeholderReplacement=false")
                #expect(try await project.migrator(uri).migrate().applied.count == 2)
            }
        }
    }

    @Test func `a server that does not answer is asked again`() async throws {
        try await TestProject.with("flyway.connectRetries=3\nflyway.connectRetriesInterval=2") { project throws in
            let log = Log()
            let error = await #expect(throws: MigrationError.self) {
                try await project.migrator("postgresql://u:secret@127.0.0.1:1/x").migrate(progress: log.note)
            }
            #expect(error?.code == .database)
            #expect(error.map { "\($0)".contains("secret") } == false)
            #expect(
                log.warnings.compactMap { $0.split(separator: "\n").last } == [
                    "Retrying in 1 sec...", "Retrying in 2 sec...", "Retrying in 2 sec...",
                ])
        }
    }
}
