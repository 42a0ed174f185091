import Fetch
import FetchTestSupport
import Foundation
import Prices
import Site
import TestSupport
import Testing

/// Whatever happens to a document on its way: no crash, and nothing that claims to be a day and is none.
struct DamagedDocumentTests {
    /// Each seed damages each fixture so many times.
    private static let rounds = 20

    private func check(_ seed: UInt64, _ pristine: [UInt8], _ day: LocalDay, _ parse: (HTTPResponse) -> Outcome<PriceDocument>) {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<Self.rounds {
            let damaged = generator.damage(pristine)
            guard case .document(let document) = parse(HTTPResponse(status: 200, body: damaged)) else { continue }
            #expect(isSound(document, day), "seed \(seed), round \(round): \(document.problems)")
        }
    }

    /// Slots of a known length on the day's grid, sorted and apart; without problems the day is whole in one resolution.
    private func isSound(_ document: PriceDocument, _ day: LocalDay) -> Bool {
        let slots = document.slots
        let fits = slots.allSatisfy { slot in
            [.seconds(900), .seconds(1800), .seconds(3600)].contains(slot.duration) && slot.startsAt >= day.startsAt && slot.endsAt <= day.endsAt
                && (slot.startsAt - day.startsAt).microseconds % slot.duration.microseconds == 0
        }
        let apart = zip(slots, slots.dropFirst()).allSatisfy { $0.endsAt <= $1.startsAt }
        guard document.problems.isEmpty else { return fits && apart }
        guard let resolution = document.resolution else { return false }
        return fits && apart && slots.count == day.count(of: resolution) && slots.first?.startsAt == day.startsAt && slots.last?.endsAt == day.endsAt
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `OTE`(seed: UInt64) {
        let day = [spring, autumn, winter][Int(seed % 3)]
        check(seed, OTEFixture(day).bytes(), day) { OTESource().parse($0, day: day, at: now) }
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `energy-charts`(seed: UInt64) {
        let day = [spring, autumn, winter][Int(seed % 3)]
        check(seed, EnergyChartsSourceTests.body(day), day) { EnergyChartsSource().parse($0, day: day, market: "CZ", at: now) }
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `SMARD`(seed: UInt64) {
        let monday = day("2026-01-12")
        check(seed, SMARDSourceTests.week(from: monday, knownUntil: winter.endsAt), winter) {
            SMARDSource().parse($0, day: winter, market: "CZ", at: now)
        }
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `Nord Pool`(seed: UInt64) {
        let day = [spring, autumn, winter][Int(seed % 3)]
        check(seed, NordPoolSourceTests.body(day), day) { NordPoolSource().parse($0, day: day, market: "DE-LU", at: now) }
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `ENTSO-E`(seed: UInt64) {
        let day = [spring, autumn, winter][Int(seed % 3)]
        var sparse = ENTSOEFixture.period(day)
        sparse.points.removeAll { $0.0 % 3 == 2 }
        let fixture = ENTSOEFixture(series: [
            .init(sequence: 2, periods: [ENTSOEFixture.period(day, "PT60M")]),
            .init(sequence: 1, periods: [sparse, ENTSOEFixture.period(day, "PT60M")]),
        ])
        check(seed, fixture.bytes(), day) { ENTSOESource(token: "t").parse($0, day: day, market: "CZ", at: now) }
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `exchange rates`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            for (pristine, isJSON) in [
                (CNBSourceTests.czech, false), (CNBSourceTests.english, false), (CNBSourceTests.yearly, false), (CNBSourceTests.json, true),
            ] {
                let response = HTTPResponse(status: 200, body: generator.damage(Array(pristine.utf8)))
                let outcome = isJSON ? CNBSource().parseJSON(response, at: now) : CNBSource().parseText(response, at: now)
                guard let document = outcome.document else { continue }
                #expect(document.rates.allSatisfy { $0.czkPerUnit > 0 && $0.currency.utf8.count == 3 }, "seed \(seed)")
                #expect(!document.rates.isEmpty || !document.problems.isEmpty, "seed \(seed)")
            }
        }
    }

    @Test func `a document cut anywhere is never a whole day`() {
        let sources: [([UInt8], (HTTPResponse) -> Outcome<PriceDocument>)] = [
            (OTEFixture(winter).bytes(), { OTESource().parse($0, day: winter, at: now) }),
            (EnergyChartsSourceTests.body(winter), { EnergyChartsSource().parse($0, day: winter, market: "CZ", at: now) }),
            (NordPoolSourceTests.body(winter), { NordPoolSource().parse($0, day: winter, market: "DE-LU", at: now) }),
            (
                ENTSOEFixture(series: [.init(periods: [ENTSOEFixture.period(winter)])]).bytes(),
                { ENTSOESource(token: "t").parse($0, day: winter, market: "CZ", at: now) }
            ),
        ]
        for (bytes, parse) in sources {
            for length in stride(from: 1, to: bytes.count - 1, by: 97) {
                guard case .unreadable = parse(HTTPResponse(status: 200, body: Array(bytes.prefix(length)))) else {
                    Issue.record("read although cut after \(length) of \(bytes.count) bytes")
                    continue
                }
            }
        }
    }
}
