import Foundation
import Site
import Testing

@testable import Simulator

/// The Czech National Bank's formats (markets.md 3).
struct ExchangeRateTests {
    private func lines(_ desk: Desk, _ file: String, _ query: [String: String] = [:], at now: String) -> [String] {
        desk.get(CNBServer(rates: desk.rates), "cs/kurzy/\(file)", query, at: now).body.split(separator: "\n").map(String.init)
    }

    @Test func `the Czech and the English text say the same`() throws {
        let desk = try Desk()
        let czech = lines(desk, "denni_kurz.txt", ["date": "22.10.2025"], at: "2026-08-20T06:00:00Z")
        let english = lines(desk, "daily.txt", ["date": "22.10.2025"], at: "2026-08-20T06:00:00Z")
        // The bank's own running number of that day.
        #expect(czech[0] == "22.10.2025 #206")
        #expect(czech[1] == "země|měna|množství|kód|kurz")
        #expect(english[0] == "22 Oct 2025 #206")
        let euro = try #require(czech.first { $0.hasPrefix("EMU|euro|1|EUR|") })
        #expect(euro.contains(","))
        #expect(english.contains(euro.replacing(",", with: ".")))
        #expect(czech.contains { $0.contains("|forint|100|HUF|") } && czech.contains { $0.contains("|jen|100|JPY|") })
    }

    @Test func `a day without fixing shows the last one before it`() throws {
        let desk = try Desk()
        // Sunday; Good Friday to Easter Monday 2026; Christmas.
        #expect(lines(desk, "denni_kurz.txt", ["date": "16.08.2026"], at: "2026-08-20T06:00:00Z")[0].hasPrefix("14.08.2026"))
        #expect(lines(desk, "denni_kurz.txt", ["date": "06.04.2026"], at: "2026-08-20T06:00:00Z")[0].hasPrefix("02.04.2026"))
        #expect(lines(desk, "denni_kurz.txt", ["date": "27.12.2026"], at: "2026-12-28T06:00:00Z")[0].hasPrefix("23.12.2026"))
    }

    @Test func `today's fixing comes at 14:30`() throws {
        let desk = try Desk()
        #expect(lines(desk, "denni_kurz.txt", at: "2026-08-19T12:29:00Z")[0].hasPrefix("18.08.2026"))
        #expect(lines(desk, "denni_kurz.txt", at: "2026-08-19T12:30:00Z")[0].hasPrefix("19.08.2026"))
    }

    @Test func `the API names the day really used and refuses bad dates`() throws {
        let desk = try Desk()
        let server = CNBServer(rates: desk.rates)
        let answer = try object(desk.get(server, "cnbapi/exrates/daily", ["date": "2026-08-16"], at: "2026-08-20T06:00:00Z"))
        let rates = try #require(answer["rates"] as? [[String: Any]])
        #expect(rates.allSatisfy { $0["validFor"] as? String == "2026-08-14" })
        let yen = try #require(rates.first { $0["currencyCode"] as? String == "JPY" })
        #expect(yen["amount"] as? Int == 100)
        let bad = desk.get(server, "cnbapi/exrates/daily", ["date": "2026-13-01"], at: "2026-08-20T06:00:00Z")
        #expect(bad.status == 400 && bad.body.contains("VALIDATION_ERROR"))
    }

    @Test func `the yearly text has a row per working day`() throws {
        let desk = try Desk()
        let rows = lines(desk, "rok.txt", ["rok": "2025"], at: "2026-08-20T06:00:00Z")
        #expect(rows[0].hasPrefix("Datum|1 AUD|1 EUR|"))
        // 365 days, 104 of them weekends, less 10 holidays on working days.
        #expect(rows.count == 1 + 251)
        #expect(rows[1].hasPrefix("02.01.2025|"))
    }
}
