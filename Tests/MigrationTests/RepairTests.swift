import TestSupport
import Testing

@testable import Migration

struct RepairTests {
    @Test func `missing files are marked, changed ones recorded, and migrating goes on`() async throws {
        let files = ["V1__a.sql": "select 1;", "V2__b.sql": "select 2;", "V3__c.sql": "select 3;", "R__r.sql": "select 4;"]
        try await TestProject.with("", files) { project throws in
            try await TestDatabase.with(template: "template1") { uri throws in
                try await project.migrator(uri).migrate()
                try project.remove("V1__a.sql")
                try project.remove("R__r.sql")
                try project.remove("V2__b.sql")
                try project.write("V002__renamed.sql", "select 22;")
                await #expect(throws: MigrationError.self) { try await project.migrator(uri).migrate() }

                let log = Log()
                let summary = try await project.migrator(uri).repair(progress: log.note)
                #expect(summary == RepairSummary(removed: [], deleted: ["V1__a.sql", "R__r.sql"], aligned: ["V2__b.sql"]))
                let checksums = ["select 1;", "select 22;", "select 3;", "select 4;"].map { Checksum.of(Array($0.utf8)) }
                #expect(
                    try await history(uri) == [
                        "0|-|<< Flyway Schema Creation >>|SCHEMA|\"energy\"|-|t",
                        "1|1|a|SQL|V1__a.sql|\(checksums[0])|t",
                        "2|2|renamed|SQL|V2__b.sql|\(checksums[1])|t",
                        "3|3|c|SQL|V3__c.sql|\(checksums[2])|t",
                        "4|-|r|SQL|R__r.sql|\(checksums[3])|t",
                        "5|1|a|DELETE|V1__a.sql|\(checksums[0])|t",
                        "6|-|r|DELETE|R__r.sql|\(checksums[3])|t",
                    ])
                #expect(log.lines.contains("Repairing Schema History table for version \"1\" (Marking as DELETED)  ..."))
                #expect(log.lines.contains("Repairing Schema History table for description \"r\" (Marking as DELETED)  ..."))

                try project.write("R__r.sql", "select 4;")
                #expect(try await project.migrator(uri).migrate().applied == ["R__r.sql"])
                #expect(
                    try await project.migrator(uri).info().rows.map(\.state)
                        == ["Success", "Deleted", "Success", "Success", "Deleted", "Success", "Success"])
            }
        }
    }

    @Test func `nothing to repair changes nothing, not even where there is no table`() async throws {
        try await TestProject.with("", ["V1__a.sql": ""]) { project throws in
            try await TestDatabase.with(template: "template1") { uri throws in
                #expect(try await project.migrator(uri).repair() == RepairSummary())
                #expect(try await rows(uri, "select count(*) from pg_namespace where nspname = 'energy'") == ["0"])
                try await project.migrator(uri).migrate()
                let before = try await history(uri)
                #expect(try await project.migrator(uri).repair() == RepairSummary())
                #expect(try await history(uri) == before)
            }
        }
    }
}
