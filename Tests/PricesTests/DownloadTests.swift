import Fetch
import FetchTestSupport
import Foundation
import Prices
import Site
import Testing

/// Every source against a real server on loopback that answers only the request the real one expects.
struct DownloadTests {
    private let client = HTTPClient(limits: HTTPLimits(connect: .seconds(5), total: .seconds(20)))

    private func answers(_ body: [UInt8]) -> LoopbackServer.Reply { .init(headers: ["Content-Type": "text/plain"], chunks: [body]) }
    private static let unexpected = LoopbackServer.Reply(status: 404, "not what was expected")

    private func expectWhole(_ fetched: Fetched<PriceDocument>, _ source: String, parts: Int = 1) {
        #expect(fetched.source == source)
        #expect(fetched.parts.count == parts)
        #expect(fetched.last.response.isSuccess)
        #expect(fetched.last.response.contentType == "text/plain")
        #expect(fetched.outcome.document?.problems == [])
        #expect(fetched.outcome.document?.slots.count == 96)
    }

    @Test func `OTE, moved to another address by a redirect`() async throws {
        try await LoopbackServer.with { request in
            guard request.path == "/pw-data/services/PublicDataService" else {
                return .init(status: 301, headers: ["Location": "/pw-data/services/PublicDataService"], "")
            }
            let isAsked =
                request.method == "POST" && request.headers["soapaction"]?.contains("GetDamPricePeriodE") == true
                && String(decoding: request.body, as: UTF8.self).contains("<pub:StartDate>2026-01-15</pub:StartDate>")
            return isAsked ? answers(OTEFixture(winter).bytes()) : Self.unexpected
        } _: { server in
            let fetched = try await OTESource(endpoint: server.url + "/services/PublicDataService").fetch(winter, market: "CZ", with: client, at: now)
            expectWhole(fetched, "ote")
            #expect(fetched.last.response.body == OTEFixture(winter).bytes())
        }
    }

    @Test func `energy-charts`() async throws {
        try await LoopbackServer.with { request in
            request.path == "/price" && request.query == "bzn=CZ&start=2026-01-15&end=2026-01-15"
                ? answers(EnergyChartsSourceTests.body(winter)) : Self.unexpected
        } _: { server in
            let fetched = try await EnergyChartsSource(baseURL: server.url).fetch(winter, market: "CZ", with: client, at: now)
            expectWhole(fetched, "energy-charts")
        }
    }

    @Test func `SMARD asks twice and keeps both answers`() async throws {
        let monday = day("2026-01-12")
        let week = monday.startsAt.microseconds / 1000
        try await LoopbackServer.with { request in
            switch request.path {
            case "/app/chart_data/261/CZ/index_quarterhour.json": answers(Array(#"{"timestamps":[\#(week - 604_800_000),\#(week)]}"#.utf8))
            case "/app/chart_data/261/CZ/261_CZ_quarterhour_\(week).json": answers(SMARDSourceTests.week(from: monday, knownUntil: winter.endsAt))
            default: Self.unexpected
            }
        } _: { server in
            let source = SMARDSource(baseURL: server.url)
            expectWhole(try await source.fetch(winter, market: "CZ", with: client, at: now), "smard", parts: 2)
            let later = try await source.fetch(day("2026-02-15"), market: "CZ", with: client, at: now)
            #expect(later.outcome == .notPublished)
            #expect(later.parts.count == 1)
        }
    }

    @Test func `ENTSO-E, and the stored address has no token`() async throws {
        try await LoopbackServer.with { request in
            request.query.hasPrefix("securityToken=tajny%2Ftoken&documentType=A44&in_Domain=10YCZ-CEPS-----N")
                && request.query.hasSuffix("periodStart=202601142300&periodEnd=202601152300")
                ? answers(ENTSOEFixture(series: [.init(periods: [ENTSOEFixture.period(winter)])]).bytes()) : Self.unexpected
        } _: { server in
            let fetched = try await ENTSOESource(token: "tajny/token", endpoint: server.url + "/api").fetch(
                winter, market: "CZ", with: client, at: now)
            expectWhole(fetched, "entsoe")
            #expect(fetched.last.url.contains("/api?securityToken=…&documentType=A44"))
        }
    }

    @Test func `Nord Pool, before and after publication`() async throws {
        try await LoopbackServer.with { request in
            guard request.path == "/api/DayAheadPrices" else { return Self.unexpected }
            return request.query.contains("date=2026-01-15") ? answers(NordPoolSourceTests.body(winter)) : .init(status: 204, "")
        } _: { server in
            let source = NordPoolSource(baseURL: server.url)
            expectWhole(try await source.fetch(winter, market: "DE-LU", with: client, at: now), "nordpool")
            #expect(try await source.fetch(winter.next, market: "DE-LU", with: client, at: now).outcome == .notPublished)
        }
    }

    @Test func `the Czech National Bank in every form, and a year`() async throws {
        try await LoopbackServer.with { request in
            switch (request.path.split(separator: "/").last, request.query) {
            case ("daily", "date=2026-08-19"): answers(Array(CNBSourceTests.json.utf8))
            case ("denni_kurz.txt", "date=19.08.2026"): answers(Array(CNBSourceTests.czech.utf8))
            case ("daily.txt", "date=19.08.2026"): answers(Array(CNBSourceTests.english.utf8))
            case ("rok.txt", "rok=2026"): answers(Array(CNBSourceTests.yearly.utf8))
            default: Self.unexpected
            }
        } _: { server in
            let cnb = CNBSource(apiURL: server.url, siteURL: server.url)
            for form in CNBSource.Form.allCases {
                let fetched = try await cnb.fetch(CivilDate("2026-08-19")!, form, with: client, at: now)
                #expect(fetched.outcome.document?.rates.count == 3)
                #expect(fetched.outcome.document?.problems == [])
            }
            #expect(try await cnb.fetch(year: 2026, with: client, at: now).outcome.document?.validFor == CivilDate("2026-01-06"))
        }
    }

    @Test func `a market a source does not have is refused before anything is sent`() async throws {
        let nobody = "http://127.0.0.1:1"
        let sources: [(any PriceSource, String)] = [
            (OTESource(endpoint: nobody), "DE-LU"), (EnergyChartsSource(baseURL: nobody), "XX"), (SMARDSource(baseURL: nobody), "SK"),
            (NordPoolSource(baseURL: nobody), "CZ"), (ENTSOESource(token: "t", endpoint: nobody), "XX"),
        ]
        for (source, market) in sources {
            #expect(!source.serves(market))
            let error = await #expect(throws: FetchError.self) { try await source.fetch(winter, market: market, with: client, at: now) }
            #expect(error?.code == .invalidRequest)
        }
    }

    @Test func `an outage is an answer to keep, silence an error`() async throws {
        try await LoopbackServer.with { _ in
            .init(status: 503, headers: ["Retry-After": "600"], "<html>Application is not available</html>")
        } _: { server in
            let fetched = try await OTESource(endpoint: server.url).fetch(winter, market: "CZ", with: client, at: now)
            #expect(fetched.outcome == .unreadable(Unreadable(.busy, "HTTP 503: Application is not available", retryAt: now + .seconds(600))))
            #expect(fetched.last.response.text.contains("Application"))
        }
        let error = await #expect(throws: FetchError.self) {
            try await OTESource(endpoint: "http://127.0.0.1:1").fetch(winter, market: "CZ", with: client, at: now)
        }
        #expect(error?.code == .connection)
    }
}
