import Testing

@testable import Migration

struct MigrationNamingTests {
    @Test(arguments: [
        ("V001__create_table_a.sql", "001", "create table a"),
        ("V003_5__x.sql", "003.5", "x"),
        ("V6__x.SQL", "6", "x"),
        ("V7__.sql", "7", ""),
        ("V8.sql", "8", ""),
        ("V1__a__b.sql", "1", "a  b"),
    ])
    func `a versioned name gives version and description`(name: String, version: String, description: String) {
        guard case .versioned(let number, let text) = MigrationNaming().meaning(name) else {
            Issue.record("\(name) is not versioned")
            return
        }
        #expect(number.text == version)
        #expect(text == description)
    }

    @Test(arguments: [("R__vw_a.sql", "vw a"), ("R__a-z.sql", "a-z"), ("R__.sql", ""), ("R.sql", "")])
    func `a repeatable name gives a description`(name: String, description: String) {
        #expect(MigrationNaming().meaning(name) == .repeatable(description: description))
    }

    @Test(arguments: [
        ("V4_no_sep.sql", "Invalid versioned migration name format: V4_no_sep.sql (could not recognise version number 4_no_sep)"),
        ("v5__lower.sql", "Unrecognised migration name format: v5__lower.sql"),
        (
            "V__x.sql",
            "Invalid versioned migration name format: V__x.sql (It must contain a version and should look like this: V1.2__x.sql)"
        ),
        (
            "R1__x_y.sql",
            "Invalid repeatable migration / callback name format: R1__x_y.sql "
                + "(It cannot contain a version and should look like this: R__x_y.sql)"
        ),
    ])
    func `a wrong name is told what is wrong with it`(name: String, message: String) {
        #expect(MigrationNaming().meaning(name) == .invalid(message))
    }

    @Test(arguments: [
        ("afterMigrate.sql", "afterMigrate"), ("afterMigrate__x.sql", "afterMigrate"), ("afterEachMigrate__y.sql", "afterEachMigrate"),
        ("beforeValidate.sql", "beforeValidate"), ("afterMigrateError.sql", "afterMigrateError"),
    ])
    func `a callback is recognised by its event`(name: String, event: String) {
        #expect(MigrationNaming().meaning(name) == .callback(event))
    }

    @Test func `prefixes, separator and suffixes are settings`() throws {
        let naming = MigrationNaming(versionedPrefix: "M", repeatablePrefix: "A", separator: "-", suffixes: [".ddl", ".sql"])
        #expect(naming.meaning("M1-x.ddl") == .versioned(try #require(MigrationVersion("1")), description: "x"))
        #expect(naming.meaning("A-x.sql") == .repeatable(description: "x"))
        #expect(naming.stem("M1-x.txt") == nil)
    }
}
