import Testing

@testable import Migration

struct MigrationPlanTests {
    static let schemaRow = row(0, nil, "<< Flyway Schema Creation >>", kind: .schema, checksum: nil)

    /// What the plan says, one line a migration: name and state.
    static func plan(
        _ scripts: [MigrationScript], _ history: [AppliedMigration], outOfOrder: Bool = false, target: MigrationTarget = .latest
    ) throws -> [String] {
        try MigrationPlan(scripts: scripts.sorted(by: MigrationFolders.precedes), history: history, outOfOrder: outOfOrder, target: target)
            .statuses.map { "\($0.version?.text ?? $0.description): \($0.state.rawValue)" }
    }

    @Test func `an empty history leaves everything pending, in order`() throws {
        #expect(
            try Self.plan([script(nil, "b"), script("10", "x"), script("2", "x"), script(nil, "B")], [])
                == ["2: Pending", "10: Pending", "B: Pending", "b: Pending"])
    }

    @Test func `what was applied and is unchanged is a success`() throws {
        #expect(
            try Self.plan([script("1", "x"), script(nil, "r")], [Self.schemaRow, row(1, "001", "x"), row(2, nil, "r")])
                == ["<< Flyway Schema Creation >>: Success", "001: Success", "r: Success"])
    }

    @Test func `a changed repeatable is outdated and pending, its earlier runs superseded`() throws {
        #expect(
            try Self.plan([script(nil, "r", checksum: 3)], [row(1, nil, "r", checksum: 1), row(2, nil, "r", checksum: 2)])
                == ["r: Superseded", "r: Outdated", "r: Pending"])
    }

    @Test func `a repeatable whose raw text was recorded is up to date`() throws {
        #expect(try Self.plan([script(nil, "r", checksum: 3, raw: 7)], [row(1, nil, "r", checksum: 7)]) == ["r: Success"])
    }

    @Test func `a repeatable that went back to an earlier text runs again`() throws {
        #expect(
            try Self.plan([script(nil, "r", checksum: 1)], [row(1, nil, "r", checksum: 1), row(2, nil, "r", checksum: 2)])
                == ["r: Superseded", "r: Outdated", "r: Pending"])
    }

    @Test func `a version below the last one applied is ignored, or out of order`() throws {
        let scripts = [script("1", "x"), script("2", "x"), script("3", "x")]
        #expect(try Self.plan(scripts, [row(1, "1", "x"), row(2, "3", "x")]) == ["1: Success", "3: Success", "2: Ignored"])
        #expect(
            try Self.plan(scripts, [row(1, "1", "x"), row(2, "3", "x")], outOfOrder: true) == ["1: Success", "3: Success", "2: Pending"])
        #expect(
            try Self.plan(scripts, [row(1, "1", "x"), row(2, "3", "x"), row(3, "2", "x")])
                == ["1: Success", "3: Success", "2: Out of Order"])
    }

    @Test func `a row without a file is missing, or from the future`() throws {
        #expect(
            try Self.plan([script("2", "x")], [row(1, "1", "x"), row(2, "2", "x"), row(3, "3", "x"), row(4, nil, "r")])
                == ["1: Missing", "2: Success", "3: Future", "r: Missing"])
        #expect(
            try Self.plan(
                [script("2", "x")], [row(1, "1", "x", success: false), row(2, "2", "x", success: false), row(3, "3", "x", success: false)])
                == ["1: Failed (Missing)", "2: Failed", "3: Failed (Future)"])
    }

    @Test func `a DELETE row makes a migration deleted and its file pending again`() throws {
        let history = [
            row(1, "1", "x"), row(2, "2", "x"), row(3, "1", "x", kind: .delete), row(4, nil, "r"), row(5, nil, "r", kind: .delete),
        ]
        #expect(try Self.plan([script("2", "x")], history) == ["1: Deleted", "2: Success", "r: Deleted", "r: Success"])
        #expect(
            try Self.plan([script("1", "x"), script("2", "x"), script(nil, "r")], history)
                == ["1: Deleted", "2: Success", "r: Deleted", "r: Success", "1: Ignored", "r: Pending"])
        let error = #expect(throws: MigrationError.self) {
            try Self.plan([], [row(1, "1", "x"), row(2, "1", "x", kind: .delete), row(3, "1", "x", kind: .delete)])
        }
        #expect(error?.message == "Corrupted schema history: multiple delete entries for version 1")
    }

    @Test func `versions up to the baseline are never applied`() throws {
        let baseline = row(1, "2", "<< Flyway Baseline >>", kind: .baseline, checksum: nil)
        #expect(
            try Self.plan([script("1", "x"), script("2.0", "x"), script("3", "x")], [baseline])
                == ["1: Below Baseline", "2.0: Ignored (Baseline)", "2: Baseline", "3: Pending"])
    }

    @Test func `a target leaves the versions above it`() throws {
        let scripts = [script("1", "x"), script("2", "x"), script("3", "x"), script(nil, "r")]
        let two = try #require(MigrationVersion("2"))
        #expect(
            try Self.plan(scripts, [], target: .version(two, mustExist: true))
                == ["1: Pending", "2: Pending", "3: Above Target", "r: Pending"])
        #expect(
            try Self.plan(scripts, [row(1, "1", "x")], target: .current) == [
                "1: Success", "2: Above Target", "3: Above Target", "r: Pending",
            ])
        #expect(
            try Self.plan(scripts, [row(1, "1", "x")], target: .next) == ["1: Success", "2: Pending", "3: Above Target", "r: Pending"])
        let nine = try #require(MigrationVersion("9"))
        #expect(throws: MigrationError.self) { try Self.plan(scripts, [], target: .version(nine, mustExist: true)) }
        #expect(try Self.plan(scripts, [], target: .version(nine, mustExist: false)).allSatisfy { $0.hasSuffix("Pending") })
    }

    @Test func `the report lists all of it as Flyway does`() throws {
        let scripts = [script("1", "create table a"), script(nil, "vw b")]
        let report = MigrationReport(try MigrationPlan(scripts: scripts, history: [Self.schemaRow, row(1, "001", "create table a")]))
        #expect(report.schemaVersion == "001")
        #expect(
            report.table == """
                +------------+---------+------------------------------+--------+---------------------+---------+
                | Category   | Version | Description                  | Type   | Installed On        | State   |
                +------------+---------+------------------------------+--------+---------------------+---------+
                |            |         | << Flyway Schema Creation >> | SCHEMA | 2026-01-02 03:04:05 | Success |
                | Versioned  | 001     | create table a               | SQL    | 2026-01-02 03:04:05 | Success |
                | Repeatable |         | vw b                         | SQL    |                     | Pending |
                +------------+---------+------------------------------+--------+---------------------+---------+
                """)
        #expect(
            MigrationReport(try MigrationPlan(scripts: [], history: [])).table == """
                +----------+---------+-------------+------+--------------+-------+
                | Category | Version | Description | Type | Installed On | State |
                +----------+---------+-------------+------+--------------+-------+
                | No migrations found                                            |
                +----------+---------+-------------+------+--------------+-------+
                """)
    }
}
