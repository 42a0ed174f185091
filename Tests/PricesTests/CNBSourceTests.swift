import Fetch
import FetchTestSupport
import Foundation
import Prices
import Site
import Testing

struct CNBSourceTests {
    private let cnb = CNBSource()

    static let czech =
        "19.08.2026 #160\nzemě|měna|množství|kód|kurz\nEMU|euro|1|EUR|24,500\nJaponsko|jen|100|JPY|14,200\nIndonesie|rupie|1000|IDR|1,280\n"
    static let english =
        "19 Aug 2026 #160\nCountry|Currency|Amount|Code|Rate\nEMU|euro|1|EUR|24.500\nJapan|yen|100|JPY|14.200\nIndonesia|rupiah|1000|IDR|1.280\n"
    static let yearly =
        "Datum|1 EUR|100 JPY|1 RUB\n02.01.2026|24,100|14,000|0,300\n05.01.2026|24,200|14,100|0,310\nDatum|1 EUR|100 JPY\n06.01.2026|24,300|14,200\n"
    static let json = """
        {"rates":[{"validFor":"2026-08-19","order":160,"country":"EMU","currency":"euro","amount":1,"currencyCode":"EUR","rate":24.5},
        {"validFor":"2026-08-19","order":160,"country":"Japonsko","currency":"jen","amount":100,"currencyCode":"JPY","rate":14.2},
        {"validFor":"2026-08-19","order":160,"country":"Indonesie","currency":"rupie","amount":1000,"currencyCode":"IDR","rate":1.28}]}
        """

    private func text(_ text: String, status: Int = 200) -> Outcome<ExchangeRateDocument> {
        cnb.parseText(HTTPResponse(status: status, body: Array(text.utf8)), at: now)
    }
    private func json(_ text: String, status: Int = 200) -> Outcome<ExchangeRateDocument> {
        cnb.parseJSON(HTTPResponse(status: status, body: Array(text.utf8)), at: now)
    }

    private func rate(_ date: String, _ currency: String, _ value: String) -> ExchangeRate {
        ExchangeRate(validFor: CivilDate(date)!, currency: currency, czkPerUnit: Decimal(string: value)!)
    }

    @Test func `Czech, English and JSON say the same, per one unit`() throws {
        let expected = [rate("2026-08-19", "EUR", "24.5"), rate("2026-08-19", "JPY", "0.142"), rate("2026-08-19", "IDR", "0.00128")]
        for outcome in [text(Self.czech), text(Self.english), json(Self.json), text(Self.czech.replacingOccurrences(of: "\n", with: "\r\n"))] {
            let document = try #require(outcome.document)
            #expect(document.rates == expected)
            #expect(document.problems == [])
            #expect(document.validFor == CivilDate("2026-08-19"))
        }
    }

    @Test func `a year's table may change its columns in the middle`() throws {
        let document = try #require(text(Self.yearly).document)
        #expect(document.problems == [])
        #expect(
            document.rates == [
                rate("2026-01-02", "EUR", "24.1"), rate("2026-01-02", "JPY", "0.14"), rate("2026-01-02", "RUB", "0.3"),
                rate("2026-01-05", "EUR", "24.2"), rate("2026-01-05", "JPY", "0.141"), rate("2026-01-05", "RUB", "0.31"),
                rate("2026-01-06", "EUR", "24.3"), rate("2026-01-06", "JPY", "0.142"),
            ])
    }

    @Test(arguments: [
        ("24,500", "24,5x0"), ("24,500", "24,50"), ("24,500", "0,000"), ("|100|", "|0|"), ("|100|", "|sto|"), ("EUR", "eur"),
        ("19.08.2026", "31.02.2026"), ("19.08.2026 #160\n", ""),
        ("14,200\n", "14,200|5\n"), ("1,280\n", "1,280"), ("Indonesie|", "Japonsko|jen|100|JPY|14,300\nIndonesie|"),
    ])
    func `an odd line is a problem`(old: String, new: String) throws {
        let document = try #require(text(Self.czech.replacingOccurrences(of: old, with: new)).document)
        #expect(!document.problems.isEmpty)
    }

    @Test(arguments: [
        ("02.01.2026|24,100|14,000|0,300", "02.01.2026|24,100|14,000"), ("05.01.2026", "35.01.2026"), ("|100 JPY|1 RUB", "|JPY|1 RUB"),
        ("06.01.2026|24,300", "05.01.2026|24,300"),
    ])
    func `an odd row of a year is a problem`(old: String, new: String) throws {
        #expect(!(try #require(text(Self.yearly.replacingOccurrences(of: old, with: new)).document).problems.isEmpty))
    }

    @Test func `a twice-told day with the same rates is none`() throws {
        let document = try #require(text(Self.yearly + "06.01.2026|24,300|14,200\n").document)
        #expect(document.problems == [])
        #expect(document.rates.count == 8)
    }

    @Test(arguments: [
        (#""amount":100,"#, #""amount":0,"#), (#""amount":100,"#, #""amount":-100,"#),
        ("2026-08-19\",\"order\":160,\"country\":\"Jap", "2026-08-18\",\"order\":160,\"country\":\"Jap"), ("\"EUR\"", "\"E\""), ("24.5", "-1"),
        ("2026-08-19", "2026-8-19"),
    ])
    func `an odd rate in JSON is a problem`(old: String, new: String) throws {
        #expect(!(try #require(json(Self.json.replacingOccurrences(of: old, with: new)).document).problems.isEmpty))
    }

    @Test func `what is no list of rates is unreadable`() {
        func kind(_ outcome: Outcome<ExchangeRateDocument>) -> Unreadable.Kind? {
            if case .unreadable(let reason) = outcome { reason.kind } else { nil }
        }
        #expect(
            json(#"{"description":"wrong date","errorCode":"VALIDATION_ERROR","happenedAt":"x"}"#, status: 400)
                == .unreadable(Unreadable(.refused, "CNB: VALIDATION_ERROR wrong date")))
        #expect(kind(json("<html>", status: 502)) == .busy)
        #expect(kind(json("<html>")) == .malformed)
        #expect(kind(text("<html><body>Údržba</body></html>")) == .malformed)
        #expect(kind(text("")) == .malformed)
        #expect(kind(cnb.parseText(HTTPResponse(status: 200, body: [0xC3, 0x28]), at: now)) == .malformed)
        #expect(json(#"{"rates":[]}"#) == .notPublished)
    }

    @Test func `requests name the day as each form wants it`() throws {
        let date = try #require(CivilDate("2026-08-09"))
        #expect(cnb.request(for: date).url == "https://api.cnb.cz/cnbapi/exrates/daily?date=2026-08-09")
        #expect(cnb.request(for: date, .czechText).url.hasSuffix("/denni_kurz.txt?date=09.08.2026"))
        #expect(cnb.request(for: date, .englishText).url.hasSuffix("/daily.txt?date=09.08.2026"))
        #expect(cnb.request(year: 2026).url.hasSuffix("/rok.txt?rok=2026"))
    }

    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func `seven real years agree with the series of the euro`() throws {
        let document = try #require(
            cnb.parseText(HTTPResponse(status: 200, body: try SharedData.bytes("fx_cnb/cnb_yearly_raw_2019_2025.csv")), at: now).document)
        #expect(document.problems == [])
        let euros = Dictionary(uniqueKeysWithValues: document.rates.filter { $0.currency == "EUR" }.map { ($0.validFor, $0.czkPerUnit) })
        var count = 0
        for line in try SharedData.text("fx_cnb/cnb_eur_czk_2019_2025.csv").split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",")
            let expected: Decimal = try #require(Decimal(string: String(cells[1])))
            #expect(euros[try #require(CivilDate(String(cells[0])))] == expected)
            count += 1
        }
        #expect(count == 1759)
        #expect(euros.count == 1759)
    }

    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func `a real answer of the API`() throws {
        let document = try #require(
            cnb.parseJSON(HTTPResponse(status: 200, body: try SharedData.bytes("fx_cnb/cnb_api_exrates_daily_2025-10-22.json")), at: now).document)
        #expect(document.problems == [])
        #expect(document.validFor == CivilDate("2025-10-22"))
        #expect(document.rates.contains(rate("2025-10-22", "AUD", "13.612")))
    }
}
