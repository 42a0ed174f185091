import Fetch
import FetchTestSupport
import Forecasts
import Site
import TestSupport
import Testing

/// Whatever happens to an answer on its way: no crash, and never slots of a wrong length.
struct DamagedForecastTests {
    private static let rounds = 20

    private func check(_ seed: UInt64, _ source: any ForecastSource, _ text: String) {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<Self.rounds {
            let outcome = source.parse(HTTPResponse(status: 200, body: generator.damage(Array(text.utf8))), place: house, at: now)
            guard let document = outcome.document else { continue }
            let (isSound, isEmpty) =
                switch document.series {
                case .weather(let slots): (areSound(slots) && slots.allSatisfy { ($0.ghiWM2 ?? 0) >= 0 && ($0.dniWM2 ?? 0) >= 0 }, slots.isEmpty)
                case .power(let slots): (areSound(slots) && slots.allSatisfy { $0.p50W >= 0 && $0.p50W.isFinite }, slots.isEmpty)
                }
            #expect(isSound && (!isEmpty || !document.problems.isEmpty), "seed \(seed), round \(round)")
        }
    }

    private func areSound(_ slots: [some ForecastSlot]) -> Bool {
        slots.allSatisfy { [.seconds(900), .seconds(1800), .seconds(3600)].contains($0.duration) }
            && zip(slots, slots.dropFirst()).allSatisfy { $0.endsAt <= $1.startsAt }
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `Open-Meteo`(seed: UInt64) {
        let start = at("2026-03-28T00:00:00Z")
        let fixture = OpenMeteoFixture(
            quarters: OpenMeteoFixture.block(from: start, count: 49, step: 900), hours: OpenMeteoFixture.block(from: start, count: 25, step: 3600))
        check(seed, OpenMeteoSource(), fixture.text)
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `forecast solar`(seed: UInt64) {
        check(seed, ForecastSolarSource(), ForecastSolarSourceTests.body { $0.description })
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `Solcast`(seed: UInt64) {
        check(seed, SolcastSource(site: "a", key: "b"), SolcastSourceTests.body(from: at("2026-03-29T00:30:00Z"), count: 48))
    }
}
