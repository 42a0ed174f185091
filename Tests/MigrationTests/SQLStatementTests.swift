import Testing

@testable import Migration

struct SQLStatementTests {
    static func runsInTransaction(_ sql: String, serverVersion: Int = 150_000) throws -> Bool {
        try #require(try StatementSplitterTests.statements(sql).first).runsInTransaction(serverVersion: serverVersion)
    }

    @Test(arguments: [
        "create index concurrently i on t (a)", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)", "drop index concurrently i",
        "create database d", "drop database d", "create tablespace s location '/x'", "create subscription s connection '' publication p",
        "alter system set work_mem = '1MB'", "vacuum", "vacuum (analyze) t", "reindex database d", "reindex (verbose) schema s",
        "reindex verbose system x", "discard all", "/* a */ create -- b\n index /* c */ concurrently on t (a)",
    ])
    func `these refuse a transaction`(sql: String) throws {
        #expect(try !Self.runsInTransaction(sql))
    }

    @Test(arguments: [
        "create index i on t (a)", "create table vacuum_log (a int)", "select 'vacuum'", "alter type t add value 'x'", "reindex table t",
        "discard temp", "reindex table concurrently t", "call p()", "alter table t rename to system",
        "create view v as select 1 as database",
    ])
    func `these do not`(sql: String) throws {
        #expect(try Self.runsInTransaction(sql))
    }

    @Test func `adding an enum value refused one before PostgreSQL 12`() throws {
        #expect(try !Self.runsInTransaction("ALTER TYPE s.t ADD VALUE 'x'", serverVersion: 110_022))
        #expect(try Self.runsInTransaction("ALTER TYPE s.t ADD VALUE 'x'", serverVersion: 120_000))
    }
}
