import Testing

@testable import Migration

struct ValidationTests {
    static func problems(
        _ scripts: [MigrationScript], _ history: [AppliedMigration], ignoring: [IgnorePattern] = [.future], outOfOrder: Bool = false
    ) throws -> [String] {
        let plan = try MigrationPlan(scripts: scripts.sorted(by: MigrationFolders.precedes), history: history, outOfOrder: outOfOrder)
        return Validation(plan: plan, ignoring: ignoring).problems
    }

    @Test func `agreement is no problem`() throws {
        let history = [
            row(0, nil, "<< Flyway Schema Creation >>", kind: .schema), row(1, "01", "x"), row(2, nil, "r", checksum: 9), row(3, nil, "r"),
        ]
        #expect(try Self.problems([script("1.0", "x"), script(nil, "r")], history) == [])
    }

    @Test func `a failed migration`() throws {
        let rest = ".\nPlease remove any half-completed changes then run repair to fix the schema history."
        #expect(
            try Self.problems(
                [script("5", "bad"), script(nil, "r")], [row(1, "005", "bad", success: false), row(2, nil, "r", success: false)])
                == ["Detected failed migration to version 005 (bad)" + rest, "Detected failed repeatable migration: r" + rest])
        #expect(try Self.problems([script("1", "x")], [row(1, "1", "x"), row(2, "2", "y", success: false)]) == [])
    }

    @Test func `a row without a file`() throws {
        let rest = ".\nIf you removed this migration intentionally, run repair to mark the migration as deleted."
        let history = [row(1, "002", "x"), row(2, "3", "x"), row(3, "4", "x"), row(4, nil, "r")]
        let gone = [
            "Detected applied migration not resolved locally: 002" + rest, "Detected applied migration not resolved locally: r" + rest,
        ]
        #expect(try Self.problems([script("3", "x")], history) == gone)
        #expect(try Self.problems([script("3", "x")], history, ignoring: [.future, IgnorePattern("*:missing")]) == [])
        #expect(try Self.problems([script("3", "x")], history, ignoring: [.future, IgnorePattern("repeatable:missing")]) == [gone[0]])
        #expect(
            try Self.problems([script("3", "x")], history, ignoring: [])
                == [gone[0], "Detected applied migration not resolved locally: 4" + rest, gone[1]])
    }

    @Test func `a file below the last version`() throws {
        let scripts = [script("3.5", "x"), script("4", "x")]
        let problem =
            "Detected resolved migration not applied to database: 3.5.\nTo ignore this migration, set -ignoreMigrationPatterns='*:ignored'. "
            + "To allow executing this migration, set -outOfOrder=true."
        #expect(try Self.problems(scripts, [row(1, "4", "x")]) == [problem])
        #expect(try Self.problems(scripts, [row(1, "4", "x")], ignoring: [IgnorePattern("*:ignored")]) == [])
        #expect(try Self.problems(scripts, [row(1, "4", "x")], ignoring: [.pending], outOfOrder: true) == [])
    }

    @Test func `what is pending or outdated`() throws {
        let scripts = [script("4", "x"), script(nil, "fn x", checksum: 2), script(nil, "fn y")]
        let rest = ".\nTo fix this error, either run migrate, or set -ignoreMigrationPatterns='*:pending'."
        #expect(
            try Self.problems(scripts, [row(1, nil, "fn x", checksum: 1)]) == [
                "Detected outdated resolved repeatable migration that should be re-applied to database: fn x.\n"
                    + "Run migrate to execute this migration.",
                "Detected resolved migration not applied to database: 4" + rest,
                "Detected resolved repeatable migration not applied to database: fn x" + rest,
                "Detected resolved repeatable migration not applied to database: fn y" + rest,
            ])
        #expect(try Self.problems(scripts, [row(1, nil, "fn x", checksum: 1)], ignoring: [.pending]) == [])
    }

    @Test(arguments: [(-1_764_143_698, "-1764143698"), (nil, "null")] as [(Int32?, String)])
    func `another checksum`(stored: Int32?, shown: String) throws {
        #expect(
            try Self.problems([script("1", "x", checksum: 347_314_274)], [row(1, "001", "x", checksum: stored)]) == [
                """
                Migration checksum mismatch for migration version 001
                -> Applied to database : \(shown)
                -> Resolved locally    : 347314274
                Either revert the changes to the migration, or run repair to update the schema history.
                """
            ])
    }

    @Test func `another description, compared in the form the table holds`() throws {
        #expect(
            try Self.problems([script("1", "renamed")], [row(1, "1", "x")]) == [
                """
                Migration description mismatch for migration version 1
                -> Applied to database : x
                -> Resolved locally    : renamed
                Either revert the changes to the migration, or run repair to update the schema history.
                """
            ])
        let long = String(repeating: "d", count: 300)
        #expect(try Self.problems([script("1", long)], [row(1, "1", AppliedMigration.abbreviated(description: long))]) == [])
    }

    @Test func `up to the baseline nothing is compared`() throws {
        let history = [row(1, "1", "x", checksum: 5), row(2, "2", "<< Flyway Baseline >>", kind: .baseline, checksum: nil)]
        #expect(try Self.problems([script("1", "x"), script("2", "y")], history) == [])
    }

    @Test func `all problems make one error`() throws {
        let plan = try MigrationPlan(scripts: [script("1", "x"), script("2", "x")], history: [])
        let error = try #require(Validation(plan: plan, ignoring: []).error)
        #expect(
            error.message.hasPrefix(
                "Validate failed: Migrations have failed validation\nDetected resolved migration not applied to database: 1.\n"))
        #expect(error.message.contains("database: 2."))
        #expect(error.advice?.contains("ems migrate --repair") == true)
        #expect(Validation(plan: plan, ignoring: [.pending]).error == nil)
    }
}
