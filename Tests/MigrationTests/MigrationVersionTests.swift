import Testing

@testable import Migration

struct MigrationVersionTests {
    @Test(arguments: [("1", "001"), ("1", "1.0"), ("1_2", "1.2"), ("0", "0.0"), ("1.002", "1.2.0.0")])
    func `spellings of one version are equal`(left: String, right: String) throws {
        let (a, b) = (try #require(MigrationVersion(left)), try #require(MigrationVersion(right)))
        #expect(a == b)
        #expect(a.hashValue == b.hashValue)
        #expect(!(a < b) && !(b < a))
    }

    @Test(arguments: [
        ("2", "10"), ("1", "1.0.1"), ("1.9", "1.10"), ("99999999999999999998", "99999999999999999999"), ("9", "20260101000000000000000"),
    ])
    func `versions compare part by part as numbers of any size`(left: String, right: String) throws {
        let (a, b) = (try #require(MigrationVersion(left)), try #require(MigrationVersion(right)))
        #expect(a < b)
        #expect(!(b < a))
        #expect(a != b)
    }

    @Test(arguments: [("001", "001"), ("003_5", "003.5"), ("1_0", "1.0")])
    func `the spelling is kept, underscores as dots`(spelling: String, text: String) {
        #expect(MigrationVersion(spelling)?.text == text)
    }

    @Test(arguments: ["", "a", "1a", "1..2", ".1", "1.", "-1", "1__2", "١"])
    func `anything but digits and single dots is no version`(spelling: String) {
        #expect(MigrationVersion(spelling) == nil)
    }
}
