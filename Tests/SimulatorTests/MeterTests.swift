import Modbus
import Simulator
import Testing

struct MeterTests {
    @Test func `the grid meter shows each phase, high word first`() async throws {
        try await Rig.with { (rig) async throws in
            try await rig.pass(1800)
            let words = try await rig.client(.gridMeter).read(0, 38, .input)
            let truth = rig.simulator.house.snapshot()
            for phase in 0..<3 {
                let at = 2 * phase
                #expect(abs(float32(words[at...at + 1]) - truth.voltageV[phase]) < 0.01)
                #expect(abs(float32(words[12 + at...13 + at]) - truth.gridPhaseW[phase]) < 0.01)
                #expect(abs(float32(words[6 + at...7 + at]) - abs(truth.gridPhaseW[phase]) / truth.voltageV[phase]) < 0.01)
                #expect(u32(words[26 + at...27 + at]) == Int(truth.meters.gridImportPerPhaseWh[phase]))
                #expect(u32(words[32 + at...33 + at]) == Int(truth.meters.gridExportPerPhaseWh[phase]))
            }
            #expect(abs(float32(words[18...19]) - truth.gridW) < 0.01)
            #expect(abs(float32(words[20...21]) - truth.frequencyHz) < 0.001)
            #expect(u32(words[22...23]) == Int(truth.meters.gridImportPerPhaseWh.reduce(0, +)))
            #expect(u32(words[24...25]) == Int(truth.meters.gridExportPerPhaseWh.reduce(0, +)))
        }
    }

    @Test func `phases are not netted, so the meter counts more than the inverter`() async throws {
        try await Rig.with { (rig) async throws in
            try await rig.pass(4 * 3600)
            let truth = rig.simulator.house.snapshot()
            let perPhase = truth.meters.gridImportPerPhaseWh.reduce(0, +)
            #expect(perPhase > truth.meters.gridImportWh + 100)
            // What the phases exchange with one another shows up on both sides.
            let surplus = perPhase - truth.meters.gridImportWh
            #expect(abs(truth.meters.gridExportPerPhaseWh.reduce(0, +) - truth.meters.gridExportWh - surplus) < 0.01)
        }
    }

    @Test func `the heat pump's meter shares the line and counts the heat pump alone`() async throws {
        try await Rig.with { (rig) async throws in
            try await rig.pass(2 * 3600)
            let words = try await rig.client(.heatPumpMeter).read(12, 12, .input)
            let truth = rig.simulator.house.snapshot()
            #expect(abs(float32(words[6...7]) - truth.heatPumpW) < 0.01)
            #expect(u32(words[10...11]) == Int(truth.meters.heatPumpWh) && truth.meters.heatPumpWh > 30)
        }
    }

    @Test func `only FC04 within 0 to 37 is answered`() async throws {
        try await Rig.with { (rig) async throws in
            let meter = rig.client(.gridMeter)
            #expect(try await meter.exception { _ = try await $0.read(0, 2) } == .illegalFunction)
            #expect(try await meter.exception { _ = try await $0.read(36, 3, .input) } == .illegalAddress)
            #expect(try await meter.exception { try await $0.write(0, 1) } == .illegalFunction)
        }
    }
}
