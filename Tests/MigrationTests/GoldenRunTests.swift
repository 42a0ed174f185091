import Postgres
import TestSupport
import Testing

@testable import Migration

/// The run of a real Flyway 9.22.3 over these very files, row by row.
struct GoldenRunTests {
    static func with(_ body: (TestProject, String) async throws -> Void) async throws {
        try await TestProject.with("flyway.placeholders.ver=1") { project throws in
            try project.write(
                "V001__create_table_a.sql",
                "CREATE TABLE ${flyway:defaultSchema}.a(id int primary key, note text);\r\nINSERT INTO a VALUES (1, $x$ a;b $x$);\r\n")
            try project.write("V002__add_b.sql", "\u{FEFF}ALTER TABLE a ADD COLUMN b int; -- åäö\n")
            try project.write("V003__copy.sql", "COPY a (id, note) FROM STDIN;\n10\tten\n11\t\\N\n\\.\nSELECT 1;\n")
            try project.write("V004__cic.sql", "CREATE INDEX CONCURRENTLY a_b ON a(b);\n")
            try project.write(
                "R__fn_x.sql",
                "-- v ${ver}\nCREATE OR REPLACE FUNCTION fn_x() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN '${ver}'; END $$;\n")
            try project.write("views/R__vw_a.sql", "CREATE OR REPLACE VIEW vw_a AS SELECT id, b FROM a;\n")
            try project.write("views/R__vw_b.sql", "CREATE OR REPLACE VIEW vw_b AS SELECT * FROM vw_a;")
            try await TestDatabase.with(template: "template1") { try await body(project, $0) }
        }
    }

    static let golden = [
        "0|-|<< Flyway Schema Creation >>|SCHEMA|\"energy\"|-|t",
        "1|001|create table a|SQL|V001__create_table_a.sql|-1764143698|t",
        "2|002|add b|SQL|V002__add_b.sql|-1479398070|t",
        "3|003|copy|SQL|V003__copy.sql|1994867528|t",
        "4|004|cic|SQL|V004__cic.sql|498253101|t",
        "5|-|fn x|SQL|R__fn_x.sql|142134822|t",
        "6|-|vw a|SQL|R__vw_a.sql|343735265|t",
        "7|-|vw b|SQL|R__vw_b.sql|959469937|t",
    ]

    @Test func `the history is Flyway's, row by row`() async throws {
        try await Self.with { project, uri throws in
            let log = Log()
            let summary = try await project.migrator(uri).migrate(progress: log.note)
            #expect(try await history(uri) == Self.golden)
            #expect(summary.applied.count == 7)
            #expect(summary.targetVersion == "004")
            #expect(try await rows(uri, "select id, note, b from energy.a order by id") == ["1| a;b |-", "10|ten|-", "11|-|-"])
            #expect(try await rows(uri, "select energy.fn_x()") == ["1"])
            #expect(try await rows(uri, "select indisvalid from pg_index where indexrelid = 'energy.a_b'::regclass") == ["t"])
            #expect(
                try await rows(
                    uri, "select distinct installed_by, installed_on <= now() at time zone 'UTC' from energy.flyway_schema_history")
                    == ["postgres|t"])
            #expect(
                log.lines.map { $0.replacing(#/ \(execution time .*/#, with: "") } == [
                    "Successfully validated 7 migrations", "Creating schema \"energy\" ...",
                    "Creating Schema History table \"energy\".\"flyway_schema_history\" ...",
                    "Current version of schema \"energy\": << Empty Schema >>",
                    "Migrating schema \"energy\" to version \"001 - create table a\"",
                    "Migrating schema \"energy\" to version \"002 - add b\"",
                    "Migrating schema \"energy\" to version \"003 - copy\"",
                    "Migrating schema \"energy\" to version \"004 - cic\" [non-transactional]",
                    "Migrating schema \"energy\" with repeatable migration \"fn x\"",
                    "Migrating schema \"energy\" with repeatable migration \"vw a\"",
                    "Migrating schema \"energy\" with repeatable migration \"vw b\"",
                    "Successfully applied 7 migrations to schema \"energy\", now at version v004",
                ])
        }
    }

    @Test func `the table is defined as Flyway defines it`() async throws {
        try await Self.with { project, uri throws in
            try await project.migrator(uri).migrate()
            #expect(
                try await rows(
                    uri,
                    """
                    select attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)
                    from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
                    where attrelid = 'energy.flyway_schema_history'::regclass and attnum > 0 order by attnum
                    """) == [
                        "installed_rank|integer|t|-", "version|character varying(50)|f|-", "description|character varying(200)|t|-",
                        "type|character varying(20)|t|-", "script|character varying(1000)|t|-", "checksum|integer|f|-",
                        "installed_by|character varying(100)|t|-", "installed_on|timestamp without time zone|t|now()",
                        "execution_time|integer|t|-", "success|boolean|t|-",
                    ])
            #expect(
                try await rows(
                    uri, "select indexdef from pg_indexes where tablename = 'flyway_schema_history' order by indexname") == [
                        "CREATE UNIQUE INDEX flyway_schema_history_pk ON energy.flyway_schema_history USING btree (installed_rank)",
                        "CREATE INDEX flyway_schema_history_s_idx ON energy.flyway_schema_history USING btree (success)",
                    ])
        }
    }

    @Test func `a second run does nothing`() async throws {
        try await Self.with { project, uri throws in
            try await project.migrator(uri).migrate()
            let log = Log()
            let summary = try await project.migrator(uri).migrate(progress: log.note)
            #expect(summary.applied.isEmpty)
            #expect(
                log.lines.suffix(2) == [
                    "Current version of schema \"energy\": 004", "Schema \"energy\" is up to date. No migration necessary.",
                ])
            #expect(try await history(uri) == Self.golden)
            try await project.migrator(uri).validate()
        }
    }

    @Test func `a history Flyway has written is taken over`() async throws {
        try await Self.with { project, uri throws in
            try await execute(
                uri,
                "create schema energy; create table energy.a (id int); "
                    + HistoryTable(schema: "energy", name: "flyway_schema_history").definition(tablespace: nil))
            for row in Self.golden {
                let cells = row.split(separator: "|").map { $0 == "-" ? "null" : "'\($0)'" }.joined(separator: ",")
                try await execute(
                    uri,
                    """
                    insert into energy.flyway_schema_history
                      (installed_rank, version, description, type, script, checksum, success, installed_by, execution_time)
                    values (\(cells), 'somebody', 12)
                    """)
            }
            try await project.migrator(uri).validate()
            #expect(try await project.migrator(uri).migrate().applied.isEmpty)
            #expect(try await project.migrator(uri).info().rows.allSatisfy { $0.state == "Success" })
        }
    }

    @Test func `another placeholder runs the repeatable again, and only it`() async throws {
        try await Self.with { project, uri throws in
            try await project.migrator(uri).migrate()
            try project.configure("flyway.placeholders.ver=2")
            #expect(try await project.migrator(uri).migrate().applied == ["R__fn_x.sql"])
            #expect(try await history(uri) == Self.golden + ["8|-|fn x|SQL|R__fn_x.sql|736114720|t"])
            #expect(try await rows(uri, "select energy.fn_x()") == ["2"])
            #expect(try await project.migrator(uri).info().rows.map(\.state).filter { $0 == "Superseded" }.count == 1)
        }
    }

    @Test func `a recorded raw checksum of a repeatable is accepted, and repair replaces it`() async throws {
        try await Self.with { project, uri throws in
            try await project.migrator(uri).migrate()
            try await execute(uri, "update energy.flyway_schema_history set checksum = -1758726554 where installed_rank = 5")
            #expect(try await project.migrator(uri).migrate().applied.isEmpty)
            #expect(try await project.migrator(uri).repair().aligned == ["R__fn_x.sql"])
            #expect(try await history(uri) == Self.golden)
        }
    }
}
