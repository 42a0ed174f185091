import Site
import Testing

struct LocalDayTests {
    @Test(arguments: [
        ("2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 92), ("2025-10-26", "2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z", 100),
        ("2026-01-15", "2026-01-14T23:00:00Z", "2026-01-15T23:00:00Z", 96), ("2026-07-15", "2026-07-14T22:00:00Z", "2026-07-15T22:00:00Z", 96),
    ])
    func `a day in Prague has 92, 96 or 100 quarter-hours`(date: String, start: String, end: String, quarters: Int) throws {
        let day = LocalDay(try #require(CivilDate(date)), in: try #require(Zone("Europe/Prague")))
        #expect(day.startsAt.description == start)
        #expect(day.endsAt.description == end)
        #expect(day.count(of: .seconds(900)) == quarters)
    }

    @Test(arguments: ["Europe/Prague", "Pacific/Kiritimati", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC"])
    func `days follow one another without a gap, and know the instants they contain`(zone: String) throws {
        let zone = try #require(Zone(zone))
        var day = LocalDay(try #require(CivilDate("2017-12-30")), in: zone)
        for _ in 0..<800 {
            #expect(day.endsAt == day.next.startsAt)
            #expect(day.next.previous == day)
            #expect(LocalDay(containing: day.startsAt, in: zone) == day)
            #expect(LocalDay(containing: day.endsAt - .microseconds(1), in: zone) == day)
            day = day.next
        }
    }

    @Test func `a midnight that clocks skip is the moment they jump`() throws {
        // Brazil, 2018-11-04: 00:00 became 01:00.
        let day = LocalDay(try #require(CivilDate("2018-11-04")), in: try #require(Zone("America/Sao_Paulo")))
        #expect(day.startsAt.description == "2018-11-04T03:00:00Z")
        #expect(day.duration == .seconds(23 * 3600))
    }

    @Test func `of a time shown twice the first is meant, a skipped one keeps the offset before the jump`() throws {
        let prague = try #require(Zone("Europe/Prague"))
        #expect(prague.instant(of: try #require(CivilDate("2025-10-26")), at: .seconds(9000)).description == "2025-10-26T00:30:00Z")
        #expect(prague.instant(of: try #require(CivilDate("2026-03-29")), at: .seconds(9000)).description == "2026-03-29T01:30:00Z")
    }

    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-00-01", "26-01-01", "2026-1-01", "2026-01-01Z", "+026-01-01", "", "2026-01-32"])
    func `dates that do not exist and other texts are refused`(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test func `dates read back and count through leap days`() throws {
        let date = try #require(CivilDate("2024-02-28"))
        #expect(date.adding(days: 1).description == "2024-02-29")
        #expect(date.adding(days: 2).description == "2024-03-01")
        #expect(date.adding(days: -59).description == "2023-12-31")
        #expect(CivilDate(date.description) == date)
        #expect(date < date.adding(days: 1))
    }

    @Test func `a zone that does not exist is refused`() {
        #expect(Zone("Europe/Praha") == nil)
    }
}
