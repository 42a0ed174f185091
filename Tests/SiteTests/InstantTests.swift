import Site
import Testing

struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-03-29T01:00:00Z", 1_774_746_000_000_000), ("1969-12-31T23:59:59.999999Z", -1),
        ("2000-02-29T12:30:00.25Z", 951_827_400_250_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
    ])
    func `text and microseconds are one another's inverse`(text: String, microseconds: Int64) {
        #expect(Instant(text)?.microseconds == microseconds)
        #expect(Instant(microseconds: microseconds).description == text)
    }

    @Test(arguments: [
        ("2026-03-29 03:00:00+02", "2026-03-29T01:00:00Z"), ("2026-03-29T03:00+02:00", "2026-03-29T01:00:00Z"),
        ("2025-10-26T02:30:00.1234567-0330", "2025-10-26T06:00:00.123456Z"),
    ])
    func `offsets are taken into account`(text: String, expected: String) {
        #expect(Instant(text)?.description == expected)
    }

    @Test(arguments: ["2026-03-29T01:00:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "now", "", "2026-01-01T00:00:00Zx"])
    func `a local time, a date that does not exist and anything else are refused`(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test(arguments: 0..<200 as Range<Int64>)
    func `every day of four centuries reads back`(step: Int64) {
        let instant = Instant(microseconds: (step * 730 - 146_097 / 2) * 86_400_000_000 + step * 1_234_567)
        #expect(Instant(instant.description) == instant)
    }

    @Test func `flooring goes down before the epoch too`() {
        #expect(Instant(microseconds: -1).floored(to: .seconds(900)).description == "1969-12-31T23:45:00Z")
        #expect(Instant("2026-03-29T01:14:59Z")?.floored(to: .seconds(900)).description == "2026-03-29T01:00:00Z")
    }
}
