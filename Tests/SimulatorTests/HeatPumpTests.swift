import Modbus
import Simulator
import Site
import Testing

/// The EHS module's registers and habits (devices.md 5.1 to 5.3, 5.5).
struct HeatPumpTests {
    static let winter = Instant("2026-01-14T10:00:00Z")!

    @Test func `registers show the unit in tenths of a degree, below zero too`() async throws {
        try await Rig.with(start: Self.winter) { (rig) async throws in
            try await rig.pass(3600)
            let pump = rig.client(.heatPump)
            let truth = rig.simulator.house.snapshot()
            #expect(try await pump.word(50) & 0b111 == 7)
            #expect((115...117).contains(try await pump.word(51) & 0xFF))
            #expect(abs(Double(try await pump.signed(59)) - truth.roomC * 10) <= 0.51)
            #expect(abs(Double(try await pump.signed(65)) - truth.returnC * 10) <= 0.51)
            #expect(abs(Double(try await pump.signed(66)) - truth.flowC * 10) <= 0.51)
            #expect(abs(Double(try await pump.signed(75)) - truth.tankC * 10) <= 0.51)
            #expect(abs(Double(try await pump.signed(5)) - truth.outdoorC * 10) <= 0.51)
            #expect(truth.outdoorC < 0)
            #expect(try await pump.read(72, 4, .input)[0...2] == [1, 1, 500])
            #expect(try await pump.read(82, 8).count == 8)
            #expect(try await pump.word(89) == (truth.heatPumpDuty == "hot_water" ? 1 : 0))
        }
    }

    @Test func `a range with an undefined address is refused`() async throws {
        try await Rig.with { (rig) async throws in
            let pump = rig.client(.heatPump)
            for (address, count) in [(50, 5), (54, 1), (65, 4), (0, 7), (82, 9), (76, 1)] as [(UInt16, Int)] {
                #expect(try await pump.exception { _ = try await $0.read(address, count) } == .illegalAddress, "\(address), \(count)")
            }
            #expect(try await pump.exception { _ = try await $0.read(50, 4) } == nil)
            #expect(try await pump.exception { try await $0.write(66, 400) } == .illegalAddress)
        }
    }

    @Test func `a written register changes when the unit has reported it, a second later`() async throws {
        try await Rig.with { (rig) async throws in
            let pump = rig.client(.heatPump)
            try await pump.writeSingle(74, 550)
            #expect(try await pump.word(74) == 500)
            try await rig.pass(0.9)
            #expect(try await pump.word(74) == 500)
            try await rig.pass(0.2)
            #expect(try await pump.word(74) == 550)
            try await pump.write(72, 0, 3)
            try await rig.pass(1)
            #expect(try await pump.read(72, 3) == [0, 3, 550])
        }
    }

    @Test func `a value out of range is taken by the module and ignored by the unit`() async throws {
        try await Rig.with { (rig) async throws in
            let pump = rig.client(.heatPump)
            try await pump.write(74, 800)
            try await rig.pass(5)
            #expect(try await pump.word(74) == 500)
            #expect(rig.simulator.house.writeLog.records.map(\.outcome) == [.ignored])
        }
    }

    @Test func `every write is forwarded and counted, also of the same value`() async throws {
        try await Rig.with { (rig) async throws in
            let pump = rig.client(.heatPump)
            for _ in 0..<3 { try await pump.write(74, 500) }
            #expect(rig.simulator.house.writeLog.counts(.heatPump) == [74: 3])
            #expect(rig.simulator.house.writeLog.identical.count == 3)
        }
    }

    @Test func `messages mapped with one request show from 82 on`() async throws {
        try await Rig.with(start: Self.winter) { (rig) async throws in
            let pump = rig.client(.heatPump)
            try await pump.write(7000, 0x42E9, 0x8204)
            let truth = rig.simulator.house.snapshot()
            #expect(abs(Double(try await pump.signed(83)) - truth.outdoorC * 10) <= 0.51)
            #expect(try await pump.exception { _ = try await $0.read(84) } == .illegalAddress)
        }
    }

    @Test func `a higher flow temperature in mode 4 warms the house faster, at a worse COP`() async throws {
        func rig(_ flow: UInt16?) async throws -> (room: Double, cop: Double) {
            var result = (room: 0.0, cop: 0.0)
            try await Rig.with(start: Self.winter) { (rig) async throws in
                let pump = rig.client(.heatPump)
                try await pump.write(58, 240)
                if let flow {
                    try await pump.write(53, 4)
                    try await pump.write(68, flow)
                }
                let before = rig.simulator.house.snapshot().meters
                try await rig.pass(6 * 3600)
                let after = rig.simulator.house.snapshot()
                let heat = after.meters.roomHeatWh + after.meters.hotWaterHeatWh - before.roomHeatWh - before.hotWaterHeatWh
                result = (after.roomC, heat / (after.meters.heatPumpWh - before.heatPumpWh))
            }
            return result
        }
        let curve = try await rig(nil)
        let hot = try await rig(480)
        #expect(hot.room > curve.room + 0.3, "\(hot.room) against \(curve.room) °C")
        #expect(hot.cop < curve.cop - 0.2, "\(hot.cop) against \(curve.cop)")
        #expect((1.8...4.5).contains(curve.cop))
    }

    @Test func `forced hot water heats the tank at once`() async throws {
        try await Rig.with { (rig) async throws in
            let pump = rig.client(.heatPump)
            try await pump.write(73, 3)
            try await pump.write(74, 560)
            try await rig.pass(400)
            #expect(try await pump.word(89) == 1)
            try await rig.pass(2 * 3600)
            #expect(try await pump.word(75) > 540)
        }
    }
}
