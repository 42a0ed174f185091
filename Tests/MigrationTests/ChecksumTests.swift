import Testing

@testable import Migration

struct ChecksumTests {
    /// Bytes and the value that Flyway's own class gives for them.
    @Test(arguments: [
        ("SELECT 1;", 78_787_420),
        ("SELECT 1;\n", 78_787_420),
        ("\n\nSELECT 1;\n\n", 78_787_420),
        ("SELECT 1;\r\nSELECT 2;\r\n", -1_665_099_012),
        ("SELECT 1;\rSELECT 2;\r", -1_665_099_012),
        ("SELECT 1;SELECT 2;", -1_665_099_012),
        ("SELECT 1; \n", -1_951_047_511),
        ("-- åäö ⚡\nSELECT 1;\n", 1_921_880_930),
        ("", 0),
        ("CREATE TABLE t (id int);\n", 92_137_680),
        ("SELECT 1;\u{0B}SELECT 2;", 116_689_064),
        ("SELECT 1;\u{2028}SELECT 2;", -2_070_585_333),
        ("\u{FEFF}SELECT 1;", -1_606_921_097),
        ("\n\u{FEFF}SELECT 1;", -1_606_921_097),
        (
            "create table COUPLE (\n    ID int not null,\n    PERSON1 int not null references PERSON(ID), \n"
                + "    PERSON2 int not null references PERSON(ID) \n);\n",
            -722_651_034
        ),
    ])
    func `a text has Flyway's checksum`(text: String, expected: Int32) {
        #expect(Checksum.of(Array(text.utf8)) == expected)
    }

    @Test func `one byte order mark at the beginning of a file does not count`() async throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        try await TestProject.with { project throws in
            try project.write("V1__one.sql", bytes: mark + Array("SELECT 1;\n".utf8))
            try project.write("V2__two.sql", bytes: mark + mark + Array("SELECT 1;".utf8))
            try project.write("R__one.sql", bytes: mark + Array("SELECT 1;\n".utf8))
            #expect(try contents(of: project).scripts.map(\.checksum) == [78_787_420, -1_606_921_097, 78_787_420])
        }
    }

    @Test func `a file that is not UTF-8 is an error with its name`() async throws {
        try await TestProject.with { project throws in
            try project.write("V1__latin.sql", bytes: [0x2D, 0x2D, 0xE5])
            let error = #expect(throws: MigrationError.self) { try contents(of: project) }
            #expect(error?.message.hasPrefix("Unable to calculate checksum of V1__latin.sql") == true)
            #expect(error?.place?.file == "db/migration/V1__latin.sql")
        }
    }
}
