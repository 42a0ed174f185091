import Foundation
import Postgres
import TestSupport
import Testing

@testable import Migration

/// What scripts may do, against a real server.
struct MigrateTests {
    static func with(
        _ configuration: String, _ files: [String: String], _ body: (TestProject, String) async throws -> Void
    ) async throws {
        try await TestProject.with(configuration, files) { project throws in
            try await TestDatabase.with(template: "template1") { try await body(project, $0) }
        }
    }

    @Test func `an empty db folder makes an empty history and says so`() async throws {
        try await Self.with("", [:]) { project, uri throws in
            let log = Log()
            let summary = try await project.migrator(uri).migrate(progress: log.note)
            #expect(summary.applied.isEmpty)
            #expect(log.warnings == ["No migrations found. Are your locations set up correctly?"])
            #expect(try await history(uri) == ["0|-|<< Flyway Schema Creation >>|SCHEMA|\"energy\"|-|t"])
        }
    }

    @Test func `functions with BEGIN ATOMIC and CASE, dollar quotes, nested comments and rules arrive whole`() async throws {
        let text = """
            create table t (id int, s text default 'a;b');
            create function f(a int) returns int language sql begin atomic
              select case when a > 0 then case a when 1 then 10 else 20 end else 0 end as "end"; select case a when 1 then 11 end; end;
            create function g() returns text language plpgsql as $body$ begin return 'x;' || $$;$$; end $body$;
            /* one; /* two; */ three; */
            create rule r as on delete to t do instead (update t set s = ';'; notify n);
            insert into t (id) values (1); -- the end;
            """
        for (index, file) in [text, text.replacing("\n", with: "\r\n"), "\u{FEFF}" + text].enumerated() {
            try await Self.with("", ["V1__all.sql": file]) { project, uri throws in
                try await project.migrator(uri).migrate()
                #expect(try await rows(uri, "select energy.f(1), energy.g(), s from energy.t") == ["11|x;;|a;b"], "variant \(index)")
            }
        }
    }

    @Test func `an empty script, a comment and an empty description leave their rows`() async throws {
        try await Self.with("", ["V1__.sql": "", "V2.sql": "-- nothing", "R__empty.sql": ";;\n"]) { project, uri throws in
            try await project.migrator(uri).migrate()
            #expect(
                try await history(uri).dropFirst() == [
                    "1|1||SQL|V1__.sql|0|t", "2|2||SQL|V2.sql|\(Checksum.of(Array("-- nothing".utf8)))|t",
                    "3|-|empty|SQL|R__empty.sql|\(Checksum.of(Array(";;".utf8)))|t",
                ])
        }
    }

    @Test func `role and search_path of one script do not reach the next`() async throws {
        let files = [
            "V1__a.sql": "create schema other; create table first (p text, r text, c text); set role pg_monitor; set search_path = other;",
            "V2__b.sql": "insert into first select current_setting('search_path'), current_user, current_schema();",
        ]
        try await Self.with("", files) { project, uri throws in
            try await project.migrator(uri).migrate()
            #expect(try await rows(uri, "select * from energy.first") == ["\"energy\",\"$user\", public|postgres|energy"])
            #expect(try await rows(uri, "select distinct installed_by from energy.flyway_schema_history") == ["postgres"])
        }
    }

    @Test func `the names Flyway knows stand for what they say`() async throws {
        let names = ["defaultSchema", "user", "database", "timestamp", "filename", "workingDirectory", "table"]
        let values = names.map { "'${flyway:\($0)}'" }.joined(separator: ",")
        try await Self.with("", ["V1__names.sql": "create table n as select concat_ws('|', \(values))"]) { project, uri throws in
            try await project.migrator(uri).migrate()
            let found = try #require(try await rows(uri, "select * from energy.n").first).split(separator: "|").map { String($0) }
            let database = try #require(uri.split(separator: "/").last)
            #expect(found[0...2] == ["energy", "postgres", String(database)])
            #expect(found[3].wholeMatch(of: /(1970-01-01|1969-12-31) \d\d:\d\d:00/) != nil)
            #expect(found[4...6] == ["V1__names.sql", project.root.path, "flyway_schema_history"])
        }
    }

    @Test func `a repeatable with a timestamp runs on every migrate`() async throws {
        try await Self.with("", ["R__always.sql": "-- ${flyway:timestamp}\nselect 1;"]) { project, uri throws in
            let first = try Migrator(project: project.root, databaseURI: uri, environment: [:], startedAt: .init(timeIntervalSince1970: 0))
            let second = try Migrator(project: project.root, databaseURI: uri, environment: [:], startedAt: .init(timeIntervalSince1970: 1))
            for migrator in [first, first, second] { try await migrator.migrate() }
            #expect(try await rows(uri, "select count(*) from energy.flyway_schema_history where type = 'SQL'") == ["2"])
        }
    }

    @Test func `repeatables run when they change, not when line ends do`() async throws {
        try await Self.with("", ["R__v.sql": "create or replace view v as\nselect 1 as a;\n"]) { project, uri throws in
            try await project.migrator(uri).migrate()
            try project.write("R__v.sql", "\u{FEFF}create or replace view v as\r\nselect 1 as a;")
            #expect(try await project.migrator(uri).migrate().applied.isEmpty)
            try project.write("R__v.sql", "create or replace view v as\nselect 2 as a;\n")
            #expect(try await project.migrator(uri).migrate().applied == ["R__v.sql"])
            #expect(try await rows(uri, "select a from energy.v") == ["2"])
        }
    }

    @Test func `a changed version is refused before anything happens`() async throws {
        try await Self.with("", ["V1__a.sql": "create table a (i int);"]) { project, uri throws in
            try await project.migrator(uri).migrate()
            try project.write("V1__a.sql", "create table a (i bigint);")
            try project.write("V2__b.sql", "create table b (i int);")
            let error = await #expect(throws: MigrationError.self) { try await project.migrator(uri).migrate() }
            #expect(error?.code == .validation)
            #expect(error?.message.contains("Migration checksum mismatch for migration version 1") == true)
            #expect(try await rows(uri, "select to_regclass('energy.b')") == ["-"])
        }
    }

    @Test func `a version that came late is refused, or applied where that is asked for`() async throws {
        try await Self.with("", ["V1__a.sql": "", "V3__c.sql": ""]) { project, uri throws in
            try await project.migrator(uri).migrate()
            try project.write("V2__b.sql", "")
            await #expect(throws: MigrationError.self) { try await project.migrator(uri).migrate() }
            #expect(try await project.migrator(uri).info().rows.map(\.state).last == "Ignored")
            try project.configure("flyway.outOfOrder=true")
            let log = Log()
            try await project.migrator(uri).migrate(progress: log.note)
            #expect(log.lines.contains("Migrating schema \"energy\" to version \"2 - b\" [out of order]"))
            #expect(try await history(uri).last == "3|2|b|SQL|V2__b.sql|0|t")
            #expect(try await project.migrator(uri).info().rows.map(\.state).last == "Out of Order")
        }
    }

    @Test func `a newer database is a warning`() async throws {
        try await Self.with("", ["V1__a.sql": "", "V2__b.sql": ""]) { project, uri throws in
            try await project.migrator(uri).migrate()
            try project.remove("V2__b.sql")
            let log = Log()
            try await project.migrator(uri).migrate(progress: log.note)
            #expect(log.warnings == ["Schema \"energy\" has a version (2) that is newer than the latest available migration (1) !"])
        }
    }

    @Test func `a schema with tables and no history is refused, or becomes the baseline`() async throws {
        try await Self.with("", ["V1__a.sql": "select 1/0;", "V2__b.sql": ""]) { project, uri throws in
            try await execute(uri, "create schema energy; create table energy.old (i int)")
            let error = await #expect(throws: MigrationError.self) { try await project.migrator(uri).migrate() }
            #expect(error?.message.hasPrefix("Found non-empty schema(s) \"energy\" but no schema history table.") == true)
            try project.configure("flyway.baselineOnMigrate=true")
            try await project.migrator(uri).migrate()
            #expect(
                try await history(uri) == ["1|1|<< Flyway Baseline >>|BASELINE|<< Flyway Baseline >>|-|t", "2|2|b|SQL|V2__b.sql|0|t"])
            #expect(try await project.migrator(uri).info().rows.map(\.state) == ["Ignored (Baseline)", "Baseline", "Success"])
        }
    }

    @Test func `an existing empty schema gets no marker, and what an extension brought does not count`() async throws {
        try await Self.with("", ["V1__a.sql": ""]) { project, uri throws in
            try await execute(uri, "create schema energy; create extension citext schema energy")
            try await project.migrator(uri).migrate()
            #expect(try await history(uri) == ["1|1|a|SQL|V1__a.sql|0|t"])
        }
    }

    @Test func `missing schemas are made in order, the one of the history first`() async throws {
        try await Self.with("flyway.schemas=energy,au\"dit\nflyway.defaultSchema=hist\nflyway.table=log", [:]) { project, uri throws in
            try await execute(uri, "create schema energy")
            try await project.migrator(uri).migrate()
            #expect(
                try await history(uri, table: "hist.log") == ["0|-|<< Flyway Schema Creation >>|SCHEMA|\"hist\",\"au\"\"dit\"|-|t"])
            #expect(
                try await rows(uri, "select indexname from pg_indexes where schemaname = 'hist' order by 1") == ["log_pk", "log_s_idx"])
        }
    }

    @Test func `a script may end the transaction itself and still leaves its row`() async throws {
        try await Self.with(
            "", ["V1__a.sql": "create table a (i int); commit; begin; insert into a values (1); commit; insert into a values (2);"]
        ) { project, uri throws in
            try await project.migrator(uri).migrate()
            #expect(try await rows(uri, "select i from energy.a") == ["1", "2"])
            #expect(try await history(uri).count == 2)
        }
    }

    @Test func `a script that must not run in a transaction says so beside it`() async throws {
        let files = [
            "V1__p.sql":
                "create table a (i int); create procedure p() language plpgsql as $$ begin insert into a values (1); commit; end $$;",
            "V2__call.sql": "call p();",
        ]
        try await Self.with("", files) { project, uri throws in
            let error = await #expect(throws: MigrationError.self) { try await project.migrator(uri).migrate() }
            #expect(error?.cause?.sqlState == "2D000")
            #expect(
                error?.advice == "It cannot run inside a transaction: put executeInTransaction=false into db/migration/V2__call.sql.conf.")
            try project.write("V2__call.sql.conf", "executeInTransaction=false\n")
            try await project.migrator(uri).migrate()
            #expect(try await rows(uri, "select i from energy.a") == ["1"])
        }
    }

    @Test func `a script without a transaction that leaves one open keeps its work and its row`() async throws {
        try await Self.with("", ["V1__a.sql": "begin; create table a (i int);", "V1__a.sql.conf": "executeInTransaction=false"]) {
            project, uri throws in
            try await project.migrator(uri).migrate()
            #expect(try await rows(uri, "select count(*) from energy.a") == ["0"])
            #expect(try await history(uri).count == 2)
        }
    }

    @Test func `both kinds of statements in one script are refused, or run where that is asked for`() async throws {
        try await Self.with("", ["V1__a.sql": "create table a (i int);\ncreate index concurrently on a (i);"]) { project, uri throws in
            let error = await #expect(throws: MigrationError.self) { try await project.migrator(uri).migrate() }
            #expect(error?.place == .init(file: "db/migration/V1__a.sql", line: 2, column: 1))
            #expect(
                error?.message.hasPrefix("Detected both transactional and non-transactional statements within the same migration") == true)
            #expect(try await rows(uri, "select to_regclass('energy.a')") == ["-"])
            try project.configure("flyway.mixed=true")
            try await project.migrator(uri).migrate()
            #expect(try await rows(uri, "select count(*) from pg_indexes where tablename = 'a'") == ["1"])
        }
    }

    @Test func `a group is all or nothing`() async throws {
        try await Self.with("flyway.group=true", ["V1__a.sql": "create table a (i int);", "V2__b.sql": "select 1/0;"]) {
            project, uri throws in
            await #expect(throws: MigrationError.self) { try await project.migrator(uri).migrate() }
            #expect(try await history(uri).count == 1)
            try project.write("V2__b.sql", "select 1;")
            #expect(try await project.migrator(uri).migrate().applied.count == 2)
        }
    }

    @Test func `a target stops there`() async throws {
        try await Self.with("flyway.target=2", ["V1__a.sql": "", "V2__b.sql": "", "V3__c.sql": ""]) { project, uri throws in
            #expect(try await project.migrator(uri).migrate().targetVersion == "2")
            try project.write("V4__d.sql", "")
            try project.configure("flyway.target=next")
            #expect(try await project.migrator(uri).migrate().applied == ["V3__c.sql"])
        }
    }

    @Test func `notices of a script are shown`() async throws {
        try await Self.with("", ["V1__a.sql": "create schema if not exists energy; do $$ begin raise warning 'careful: x'; end $$;"]) {
            project, uri throws in
            let log = Log()
            try await project.migrator(uri).migrate(progress: log.note)
            #expect(log.lines.contains("DB: schema \"energy\" already exists, skipping"))
            #expect(log.warnings == ["DB: careful: x"])
        }
    }

    @Test func `what a script stores as text does not depend on our session settings`() async throws {
        try await Self.with("", ["V1__a.sql": "create table a as select (interval '90 minutes')::text as t;"]) { project, uri throws in
            try await project.migrator(uri).migrate()
            #expect(try await rows(uri, "select t from energy.a") == ["01:30:00"])
        }
    }

    @Test func `installedBy, initSql and environment have their say`() async throws {
        try await Self.with(
            "flyway.installedBy=deploy\nflyway.initSql=set application_name = 'hello'",
            ["R__a.sql": "create table a as select '${who}', current_setting('application_name');"]
        ) { project, uri throws in
            try await project.migrator(uri, environment: ["FLYWAY_PLACEHOLDERS_WHO": "ems"]).migrate()
            #expect(try await rows(uri, "select * from energy.a") == ["ems|hello"])
            #expect(try await rows(uri, "select distinct installed_by from energy.flyway_schema_history") == ["deploy"])
        }
    }

    @Test func `a dry run tells and changes nothing`() async throws {
        try await Self.with("", ["V1__a.sql": "create table a (i int);", "R__i.sql": "vacuum;"]) { project, uri throws in
            #expect(
                try await project.migrator(uri).dryRun() == [
                    "schema \"energy\" to version \"1 - a\"", "schema \"energy\" with repeatable migration \"i\" [non-transactional]",
                ])
            #expect(try await rows(uri, "select count(*) from pg_namespace where nspname = 'energy'") == ["0"])
            #expect(try await project.migrator(uri).info().rows.map(\.state) == ["Pending", "Pending"])
            let error = await #expect(throws: MigrationError.self) { try await project.migrator(uri).validate() }
            #expect(error?.message == "Validate failed: Schema \"energy\" doesn't exist yet")
        }
    }

    @Test func `validate fails while something is pending`() async throws {
        try await Self.with("", ["V1__a.sql": ""]) { project, uri throws in
            try await project.migrator(uri).migrate()
            try await project.migrator(uri).validate()
            try project.write("V2__b.sql", "")
            let error = await #expect(throws: MigrationError.self) { try await project.migrator(uri).validate() }
            #expect(error?.message.contains("Detected resolved migration not applied to database: 2.") == true)
        }
    }

    @Test func `an unknown type in the history stops everything`() async throws {
        try await Self.with("", ["R__a.sql": ""]) { project, uri throws in
            try await project.migrator(uri).migrate()
            try await execute(uri, "update energy.flyway_schema_history set type = 'REPEATABLE' where installed_rank = 1")
            let error = await #expect(throws: MigrationError.self) { try await project.migrator(uri).migrate() }
            #expect(error?.message == "\"energy\".\"flyway_schema_history\": row 1 has the unknown type 'REPEATABLE'")
        }
    }

    @Test func `flyway's own address is used when no other is given`() async throws {
        try await Self.with("", ["V1__a.sql": ""]) { project, uri throws in
            let environment = ["FLYWAY_URL": uri]
            let migrator = try Migrator(project: project.root, environment: environment)
            #expect(try await migrator.migrate().applied.count == 1)
            #expect(throws: MigrationError.self) { try Migrator(project: project.root, environment: [:]) }
        }
    }
}
