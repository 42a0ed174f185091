import Fetch
import FetchTestSupport
import Forecasts
import Site
import Testing

/// Every source against a real server on loopback that answers only the request the real one expects.
struct ForecastDownloadTests {
    private let client = HTTPClient(limits: HTTPLimits(connect: .seconds(5), total: .seconds(20)))

    @Test func `each provider is asked its own way, and the bytes are kept`() async throws {
        let weather = OpenMeteoFixture(quarters: OpenMeteoFixture.block(from: at("2026-03-28T00:00:00Z"), count: 97, step: 900)).text
        let solar = ForecastSolarSourceTests.body { $0.description }
        let rooftop = SolcastSourceTests.body(from: at("2026-03-29T00:30:00Z"), count: 144)
        try await LoopbackServer.with { request in
            switch request.path {
            case "/v1/forecast" where request.query.contains("timezone=GMT"): .init(weather)
            case "/tajny/estimate/49.1951/-16.6068/35/-12.5/9.9" where request.query == "time=utc": .init(solar)
            case "/rooftop_sites/site%201/forecasts" where request.headers["authorization"] == "Bearer tajny": .init(rooftop)
            default: .init(status: 404, "not what was expected: \(request.path)?\(request.query)")
            }
        } _: { server in
            let sources: [(any ForecastSource, Int, String)] = [
                (OpenMeteoSource(baseURL: server.url), 96, weather), (ForecastSolarSource(key: "tajny", baseURL: server.url), 47, solar),
                (SolcastSource(site: "site 1", key: "tajny", baseURL: server.url), 144, rooftop),
            ]
            for (source, count, text) in sources {
                let fetched = try await source.fetch(house, with: client, at: now)
                #expect(fetched.source == source.name)
                #expect(fetched.outcome.document?.problems == [])
                #expect((fetched.outcome.weather?.count ?? fetched.outcome.power?.count) == count)
                #expect(fetched.last.response.text == text)
                #expect(!fetched.last.url.contains("tajny"))
            }
        }
    }

    @Test func `a plane too many is refused before anything is sent, silence is an error`() async throws {
        var two = house
        two.planes.append(.init(tiltDeg: 10, azimuthDeg: 90, peakKW: 3))
        let nobody = "http://127.0.0.1:1"
        for (source, code) in [
            (ForecastSolarSource(baseURL: nobody), .invalidRequest), (ForecastSolarSource(key: "k", baseURL: nobody), .connection),
        ] as [(ForecastSolarSource, FetchError.Code)] {
            let error = await #expect(throws: FetchError.self) { try await source.fetch(two, with: client, at: now) }
            #expect(error?.code == code)
        }
    }
}
