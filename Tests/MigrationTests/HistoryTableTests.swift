import Testing

@testable import Migration

struct HistoryTableTests {
    @Test(arguments: [("energy", 1_792_673_077, 77_433_500_952_238), ("public", 2_125_624_436, 77_433_833_903_597)])
    func `the lock has Flyway's very key`(schema: String, hash: Int32, key: Int64) {
        let table = HistoryTable(schema: schema, name: "flyway_schema_history")
        #expect(HistoryTable.javaHash(table.quoted) == hash)
        #expect(table.lockKey == key)
    }

    @Test func `a negative hash lowers the key`() {
        // java: "polygenelubricants".hashCode() == Integer.MIN_VALUE
        #expect(HistoryTable.javaHash("polygenelubricants") == .min)
        #expect(HistoryTable.javaHash("") == 0)
    }

    @Test func `long texts are cut as Flyway cuts them`() {
        let long = String(repeating: "ž", count: 201)
        #expect(AppliedMigration.abbreviated(description: long) == String(repeating: "ž", count: 197) + "...")
        #expect(AppliedMigration.abbreviated(description: String(long.dropLast())).count == 200)
        let script = (0..<1001).map { String($0 % 10) }.joined()
        #expect(AppliedMigration.abbreviated(script: script) == "..." + script.dropFirst(3).prefix(997))
    }

    @Test(arguments: [(135_123, "02:15.123s"), (0, "00:00.000s"), (60_000, "01:00.000s"), (6_000_001, "100:00.001s")])
    func `times look like Flyway's`(milliseconds: Int, text: String) {
        #expect(executionTime(.milliseconds(milliseconds)) == text)
    }
}
