import Foundation
import Modbus
import Simulator
import Site
import Testing

struct DeterminismTests {
    /// Every register of the inverter, and the house as JSON, after an hour with writes; looked at every so often on the way.
    private func live(_ seed: UInt64, looks: Int) async throws -> ([UInt16], Data) {
        var result: ([UInt16], Data) = ([], Data())
        try await Rig.with({ $0.seed = seed }) { (rig) async throws in
            let inverter = rig.client(.inverter)
            for minute in 0..<60 {
                if minute == 10 { try await inverter.write(108, 30) }
                if minute == 20 { try await inverter.write(143, 1500) }
                for look in 0..<looks {
                    try await rig.pass(60 / Double(looks))
                    if look > 0 { _ = try await inverter.word(588) }
                }
            }
            for start in stride(from: UInt16(0), to: 750, by: 125) { result.0 += try await inverter.read(start, 125) }
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            result.1 = try encoder.encode(rig.simulator.house.snapshot())
        }
        return result
    }

    @Test func `the same seed and writes give the same bytes, whoever looks in between`() async throws {
        let first = try await live(5, looks: 1)
        let second = try await live(5, looks: 1)
        let watched = try await live(5, looks: 8)
        #expect(first == second)
        #expect(first == watched)
        #expect(try await live(6, looks: 1) != first)
    }

    @Test func `a history is the past of the simulator that warmed up through it`() async throws {
        var configuration = SimulatorConfiguration()
        configuration.seed = 42
        configuration.warmUp = .seconds(86_400)
        let rows = Array(try HouseHistory(configuration, from: Rig.start - configuration.warmUp, to: Rig.start, step: .seconds(900)))
        #expect(rows.count == 96)
        #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.endsAt == $1.startsAt })
        try await Rig.with({ $0.warmUp = configuration.warmUp }) { (rig) async throws in
            let truth = rig.simulator.house.snapshot()
            #expect(rows.last?.endsAt == truth.at)
            #expect(rows.last?.reading.meters == truth.meters)
            #expect(rows.last?.reading.batterySocPct == truth.batterySocPct)
        }
        // The rows' mean powers add up to the meters.
        let energy = rows.dropFirst().reduce(0) { $0 + $1.reading.loadW / 4 }
        let counted = rows.last!.reading.meters.loadWh - rows.first!.reading.meters.loadWh
        #expect(abs(energy - counted) < 0.001 * counted)
    }

    @Test func `rows that are no multiple of the step are refused with a sentence`() {
        let error = #expect(throws: SimulatorError.self) {
            try HouseHistory(SimulatorConfiguration(), from: Rig.start, to: Rig.start + .seconds(60), step: .seconds(7))
        }
        #expect(error?.description.contains("multiple") == true)
    }
}
