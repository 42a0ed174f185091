import Fetch
import FetchTestSupport
import Foundation
import Prices
import Site
import Testing

@Suite(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
struct ENTSOERealAnswerTests {
    private let source = ENTSOESource(token: "t")
    private let brussels = Zone("Europe/Brussels")!

    private func outcome(_ file: String, _ date: String, market: String) throws -> Outcome<PriceDocument> {
        let bytes = try SharedData.bytes("prices_raw/entsoe_A44_\(file).xml")
        return source.parse(HTTPResponse(status: 200, body: bytes), day: day(date, in: brussels), market: market, at: now)
    }

    @Test func `a plain hourly day`() throws {
        let document = try #require(outcome("BE_60M", "2024-10-08", market: "BE").document)
        #expect(document.problems == [])
        #expect(document.slots.count == 24)
    }

    @Test func `quarter-hours with every fourth position told, hours on the third day`() throws {
        for (date, count) in [("2024-10-06", 96), ("2024-10-07", 96), ("2024-10-08", 24)] {
            let document = try #require(outcome("BE_60M_15M_mix", date, market: "BE").document)
            #expect(document.problems == [])
            #expect(document.slots.count == count)
        }
        let first = try #require(outcome("BE_60M_15M_mix", "2024-10-06", market: "BE").document)
        #expect(first.slots.prefix(5).map { "\($0.price)" } == ["55.35", "55.35", "55.35", "55.35", "44.22"])
    }

    @Test func `pieces of a day are kept with their problems`() throws {
        for file in ["BE_15M_avg", "BE_15M_exact4"] {
            let document = try #require(outcome(file, "2024-10-06", market: "BE").document)
            #expect(!document.problems.isEmpty)
            #expect(!document.slots.isEmpty)
        }
    }

    @Test func `Germany in October 2024: hours of the coupled auction, not quarter-hours of the other`() throws {
        for date in ["2024-10-06", "2024-10-07"] {
            let document = try #require(outcome("DE_60M_15M_overlap", date, market: "DE-LU").document)
            #expect(document.problems == [])
            #expect(document.slots.count == 24)
            try expectSeries(document, year: 2024)
        }
    }

    @Test func `Germany in February 2026: sequence 1 of two, position 79 left out`() throws {
        for date in ["2026-02-02", "2026-02-03"] {
            let document = try #require(outcome("DE-LU_2026-02-02_PT15M_seq1_seq2", date, market: "DE-LU").document)
            #expect(document.problems == [])
            #expect(document.slots.count == 96)
            try expectSeries(document, year: 2026)
        }
        #expect(try outcome("DE-LU_2026-02-02_PT15M_seq1_seq2", "2026-02-04", market: "DE-LU") == .notPublished)
    }

    /// The same prices as SMARD published.
    private func expectSeries(_ document: PriceDocument, year: Int) throws {
        var series: [Int64: Decimal] = [:]
        for line in try SharedData.text("prices_de_lu/de_lu_day_ahead_\(year).csv").split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",")
            let price: Decimal = try #require(Decimal(string: String(cells[3])))
            series[try #require(Int64(cells[0]))] = price
        }
        for slot in document.slots { #expect(slot.price == series[slot.startsAt.microseconds / 1_000_000]) }
    }
}
