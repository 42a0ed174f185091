import Testing

@testable import Migration

struct MigrationFoldersTests {
    @Test func `versions come first, repeatables by description in the order of Java`() async throws {
        let names = [
            "routines/R__aa.sql", "views/R__a-z.sql", "routines/R__a_y.sql", "R__B_x.sql", "views/R__2_z.sql", "R__10_z.sql", "V10__x.sql",
            "V9__x.sql", "deep/er/R__C.sql", "migration/deep/V1__x.sql",
        ]
        let files = Dictionary(uniqueKeysWithValues: names.map { ($0.replacing("deep/er", with: "views/deep/er"), "select 1;") })
        try await TestProject.with("", files) { project throws in
            let scripts = try contents(of: project).scripts
            #expect(scripts.map { $0.version?.text ?? $0.description } == ["1", "9", "10", "10 z", "2 z", "B x", "C", "a y", "a-z", "aa"])
            #expect(scripts.map(\.script).prefix(2) == ["deep/V1__x.sql", "V9__x.sql"])
        }
    }

    @Test func `the script is named relative to its location`() async throws {
        try await TestProject.with("flyway.locations=filesystem:db", ["V1__x.sql": "", "views/R__v.sql": ""]) { project throws in
            #expect(try contents(of: project).scripts.map(\.script) == ["migration/V1__x.sql", "views/R__v.sql"])
            #expect(try contents(of: project).scripts.map(\.path) == ["db/migration/V1__x.sql", "db/views/R__v.sql"])
        }
    }

    @Test func `hidden folders and foreign files are passed over`() async throws {
        let files = [
            "migration/.git/V1__x.sql": "", "migration/V1__x.txt": "", "migration/README.md": "", "migration/tool.sh": "", "V2__x.SQL": "",
        ]
        try await TestProject.with("", files) { project throws in
            #expect(try contents(of: project).scripts.map(\.script) == ["V2__x.SQL"])
        }
    }

    @Test func `locations inside one another are read once`() async throws {
        try await TestProject.with("", ["V1__x.sql": ""]) { project throws in
            try project.configure("flyway.locations=filesystem:db/migration,filesystem:db,filesystem:./db/migration/")
            let found = try contents(of: project)
            #expect(found.scripts.map(\.script) == ["migration/V1__x.sql"])
            #expect(found.warnings.count == 2)
            #expect(found.warnings.allSatisfy { $0.contains("as it is a sub-location of 'filesystem:db'") })
        }
    }

    @Test func `a missing location is a warning, or an error where that is asked for`() async throws {
        try await TestProject.with("flyway.locations=filesystem:db/nowhere") { project throws in
            #expect(try contents(of: project).warnings == ["Skipping filesystem location: db/nowhere (not found)"])
            try project.configure("flyway.locations=filesystem:db/nowhere\nflyway.failOnMissingLocations=true")
            let error = #expect(throws: MigrationError.self) { try contents(of: project) }
            #expect(error?.message == "Failed to find filesystem location: db/nowhere (not found)")
        }
    }

    @Test func `wrong names are counted, or listed where that is asked for`() async throws {
        try await TestProject.with("", ["migration/V4_no_sep.sql": "", "migration/v5__lower.sql": ""]) { project throws in
            #expect(try contents(of: project).scripts.isEmpty)
            #expect(try contents(of: project).warnings.first?.hasPrefix("2 SQL migrations were detected but not run") == true)
            try project.configure("flyway.validateMigrationNaming=true")
            let error = #expect(throws: MigrationError.self) { try contents(of: project) }
            #expect(
                error?.message == """
                    Invalid SQL filenames found:
                    Invalid versioned migration name format: V4_no_sep.sql (could not recognise version number 4_no_sep)
                    Unrecognised migration name format: v5__lower.sql
                    """)
        }
    }

    @Test(arguments: ["migration/afterMigrate.sql", "migration/beforeEachMigrate__x.sql", "V1__x.sh", "R__x.py", "migration/B5__all.sql"])
    func `what Flyway would run and we do not is an error with its name`(path: String) async throws {
        try await TestProject.with("", [path: "select 1;"]) { project throws in
            let error = #expect(throws: MigrationError.self) { try contents(of: project) }
            #expect(error?.code == .files)
            #expect(error?.place?.file.hasSuffix(path) == true)
        }
    }

    @Test func `two files with one version are an error that names both`() async throws {
        try await TestProject.with("", ["V2__a.sql": "select 1;", "views/V002__b.sql": "select 2;"]) { project throws in
            let error = #expect(throws: MigrationError.self) { try contents(of: project) }
            #expect(
                error?.message == """
                    Found more than one migration with version 002
                    Offenders:
                    -> db/migration/V2__a.sql (SQL)
                    -> db/views/V002__b.sql (SQL)
                    """)
        }
    }

    @Test func `two repeatables with one description are an error, the same file twice is not`() async throws {
        try await TestProject.with("", ["routines/R__a_b.sql": "select 1;", "views/R__a_b.sql": "select 1;\n"]) { project throws in
            #expect(try contents(of: project).scripts.count == 1)
            try project.write("views/R__a_b.sql", "select 2;")
            let error = #expect(throws: MigrationError.self) { try contents(of: project) }
            #expect(error?.message.hasPrefix("Found more than one repeatable migration with description a b\nOffenders:\n") == true)
        }
    }

    @Test func `a repeatable's checksum is of its replaced text, a version's of its raw text`() async throws {
        let files = ["V1__x.sql": "select '${a}';", "R__x.sql": "select '${a}';", "R__y.sql": "select '${a}';"]
        try await TestProject.with("", files) { project throws in
            try project.write("R__y.sql.conf", "placeholderReplacement=false")
            let raw = Checksum.of(Array("select '${a}';".utf8))
            let replaced = Checksum.of(Array("select 'b';".utf8))
            #expect(try contents(of: project, placeholders: ["a": "b"]).scripts.map(\.checksum) == [raw, replaced, raw])
            #expect(try contents(of: project, placeholders: ["a": "b"]).scripts.map(\.rawChecksum) == [raw, raw, raw])
        }
    }

    @Test(arguments: ["shouldExecute=true", "executeInTransaction=perhaps", "encoding=UTF-16", "nonsense=1"])
    func `a script's own settings are checked`(line: String) async throws {
        try await TestProject.with("", ["V1__x.sql": "", "V1__x.sql.conf": line]) { project throws in
            let error = #expect(throws: MigrationError.self) { try contents(of: project) }
            #expect(error?.code == .configuration)
            #expect(error?.place?.file == "db/migration/V1__x.sql.conf")
        }
    }
}
