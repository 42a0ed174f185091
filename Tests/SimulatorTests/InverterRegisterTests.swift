import Modbus
import Simulator
import Site
import Testing

/// Addresses, scales and signs against the fact sheet (devices.md 1.1 to 1.9), over real Modbus TCP.
struct InverterRegisterTests {
    @Test func `the identity block names a low-voltage three-phase hybrid of 20 kW`() async throws {
        try await Rig.with { (rig) async throws in
            let words = try await rig.client(.inverter).read(0, 23)
            #expect(words[0] == 0x0005)
            #expect(words[1] == 1)
            #expect(words[2] == 0x0105)
            #expect(text(words[3...7]) == "2407153021")
            #expect(Int(words[20]) + Int(words[21]) << 16 == 200_000)
            #expect(words[22] == 2 << 8 | 3)
            #expect(words[23 - 1] & 0xFF == 3)
        }
    }

    @Test func `telemetry shows what the house does`() async throws {
        try await Rig.with { (rig) async throws in
            try await rig.pass(1800)
            let inverter = rig.client(.inverter)
            let truth = rig.simulator.house.snapshot()
            func close(_ value: Int, _ truth: Double, within tolerance: Double = 0.51) -> Bool { abs(Double(value) - truth) <= tolerance }

            #expect(try await inverter.word(500) == 2)
            // Battery: the vendor counts discharging as positive.
            #expect(close(try await inverter.signed(590), -truth.batteryW))
            #expect(close(try await inverter.word(587), truth.batteryV * 100))
            #expect(close(try await inverter.signed(591), -truth.batteryW / truth.batteryV * 100))
            #expect(close(try await inverter.word(588), truth.batterySocPct))
            #expect(close(try await inverter.word(586), truth.batteryC * 10 + 1000))
            #expect(try await inverter.word(540) > 1000)
            // Grid: import is positive, per phase and in all.
            for phase in 0..<3 {
                #expect(close(try await inverter.signed(616 + UInt16(phase)), truth.gridPhaseW[phase]))
                #expect(close(try await inverter.word(598 + UInt16(phase)), truth.voltageV[phase] * 10))
                #expect(close(try await inverter.signed(613 + UInt16(phase)), truth.gridPhaseW[phase] / truth.voltageV[phase] * 100))
            }
            #expect(close(try await inverter.signed(619), truth.gridW))
            #expect(close(try await inverter.signed(625), truth.gridW))
            #expect(close(try await inverter.word(609), truth.frequencyHz * 100))
            // Inverter and load.
            #expect(close(try await inverter.signed(636), truth.inverterW))
            #expect(close(try await inverter.signed(653), truth.inverterW + truth.gridW, within: 1))
            #expect(close(try await inverter.word(643), truth.loadW))
            #expect(close(try await inverter.signed(607), truth.loadW - truth.inverterW, within: 1))
            // Strings.
            #expect(close(try await inverter.word(672), truth.pvStringW[0]))
            #expect(close(try await inverter.word(673), truth.pvStringW[1]))
            #expect(try await inverter.word(674) == 0)
            let power = Double(try await inverter.word(676)) / 10 * Double(try await inverter.word(677)) / 10
            #expect(abs(power - truth.pvStringW[0]) < 30)
        }
    }

    @Test func `high words continue the sign of their low words`() async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter)
            let pairs: [(low: UInt16, high: UInt16)] = [
                (604, 700), (607, 703), (616, 705), (619, 708), (622, 687), (625, 690), (633, 691), (636, 694), (640, 696), (643, 699),
                (650, 656), (653, 659),
            ]
            let low = try await inverter.read(598, 70)
            let near = try await inverter.read(656, 4)
            let far = try await inverter.read(687, 22)
            for pair in pairs {
                let word = low[Int(pair.low) - 598]
                let high = pair.high < 687 ? near[Int(pair.high) - 656] : far[Int(pair.high) - 687]
                #expect(high == (word >= 0x8000 ? 0xFFFF : 0), "\(pair)")
            }
            #expect(low.contains { $0 >= 0x8000 }, "some power is negative at noon")
        }
    }

    @Test func `counters have the low word first and steps of 0.1 kWh, and the day's start over at the device's midnight`() async throws {
        func sixDays(_ configuration: inout SimulatorConfiguration) {
            configuration.warmUp = .seconds(86_400 * 6)
            configuration.step = .seconds(10)
        }
        try await Rig.with(sixDays) { (rig) async throws in
            let inverter = rig.client(.inverter)
            let truth = rig.simulator.house.snapshot().devices
            func total(_ address: UInt16) async throws -> Double {
                let pair = try await inverter.read(address, 2)
                return Double(Int(pair[0]) + Int(pair[1]) << 16) * 100
            }
            for (address, wattHours) in [
                (516, truth.batteryChargeWh), (518, truth.batteryDischargeWh), (522, truth.inverterGridImportWh),
                (524, truth.inverterGridExportWh),
                (527, truth.inverterLoadWh), (534, truth.inverterPVWh),
            ] as [(UInt16, Double)] {
                let value = try await total(address)
                #expect(wattHours > 7000 && (0..<100).contains(wattHours - value), "\(address): \(value) for \(wattHours)")
            }
            let noon = try await inverter.read(514, 17)
            #expect(noon[529 - 514] > 0)
            // 12 h 30 min later it is half past midnight.
            try await rig.pass(45_000)
            let night = try await inverter.read(514, 17)
            #expect(night[529 - 514] == 0)
            #expect(night[526 - 514] < 30)
        }
    }

    @Test func `settings read as the owner left them`() async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter)
            let expected: [UInt16: UInt16] = [
                77: 1000, 80: 1, 98: 1, 102: 292, 104: 20, 108: 150, 109: 150, 111: 1, 115: 10, 116: 30, 117: 15, 127: 20, 128: 40, 130: 0,
                141: 1, 142: 2, 143: 10_000, 145: 1, 146: 0xFE, 178: 0x0AAA, 340: 26_000,
            ]
            for (address, word) in expected { #expect(try await inverter.read(address) == [word], "\(address)") }
            #expect(try await inverter.read(148, 30)[0...5] == [0, 500, 900, 1300, 1700, 2100])
            #expect(try await inverter.read(166, 6) == [20, 20, 20, 20, 20, 20])
            // BMS: limits in A, voltage in 0.01 V, temperature with the offset.
            let management = try await inverter.read(210, 15)
            #expect(management[2] > 0 && management[2] <= 150 && management[3] == 200)
            #expect((4500...5700).contains(management[5]))
            #expect((1100...1400).contains(management[7]))
        }
    }

    @Test func `the clock shows local time in bytes, and a write sets it`() async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter)
            // 10:00 UTC is 12:00 in Prague, give or take the skew of a hand-set clock.
            let words = try await inverter.read(62, 3)
            #expect(words[0] == 26 << 8 | 4)
            let seconds = Int(words[1] & 0xFF) * 3600 + Int(words[2] >> 8) * 60 + Int(words[2] & 0xFF)
            #expect(words[1] >> 8 == 14 && abs(seconds - 43_200) <= 20)
            try await inverter.write(62, 0x1A04, 0x0E0C, 0)
            try await rig.pass(65)
            let moved: [UInt16] = [0x1A04, 0x0E0C, 0x0105]
            #expect(try await inverter.read(62, 3) == moved)
            // the 30th of February
            #expect(try await inverter.exception { try await $0.write(62, 0x1A02, 0x1E0C, 0) } == .illegalValue)
        }
    }

    @Test func `a clock set before summer time ends is an hour ahead after it`() async throws {
        try await Rig.with(start: Instant("2026-10-24T20:00:00Z")!) { (rig) async throws in
            let inverter = rig.client(.inverter)
            try await inverter.write(62, 26 << 8 | 10, 24 << 8 | 22, 0)
            try await rig.pass(6 * 3600)
            // 02:00 UTC is 03:00 in Prague; the device counts on to 04:00.
            #expect(try await inverter.read(62, 3) == [26 << 8 | 10, 25 << 8 | 4, 0])
        }
    }
}
