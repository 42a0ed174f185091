import Testing

@testable import Migration

struct RepairPlanTests {
    @Test func `failed rows go, missing ones are deleted, changed ones follow their file`() throws {
        let history = [
            row(0, nil, "<< Flyway Schema Creation >>", kind: .schema, checksum: nil), row(1, "1", "x"), row(2, "2", "old", checksum: 5),
            row(3, "3", "x", success: false), row(4, "4", "x"), row(5, nil, "r"), row(6, nil, "raw", checksum: 8),
            row(7, nil, "changed", checksum: 4),
            row(8, "9", "x"),
        ]
        let scripts = [
            script("2", "new", checksum: 6), script("4", "x"), script("5", "x"), script(nil, "changed"),
            script(nil, "raw", checksum: 7, raw: 8),
        ]
        let plan = try RepairPlan(scripts: scripts, history: history, ignoring: [.future])
        #expect(plan.removed.map(\.rank) == [3])
        #expect(plan.deleted.map(\.rank) == [1, 5])
        #expect(plan.aligned.map(\.row.rank) == [2, 6])
        #expect(plan.aligned.map(\.script.checksum) == [6, 7])
        #expect(try RepairPlan(scripts: scripts, history: history, ignoring: []).deleted.map(\.rank) == [1, 5, 8])
    }
}
