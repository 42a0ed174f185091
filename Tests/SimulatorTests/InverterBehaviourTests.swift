import Modbus
import Simulator
import Site
import Testing

/// What the house does when registers are written, over real Modbus TCP and simulated hours.
struct InverterBehaviourTests {
    /// A winter night with inverter and load only: no sun, no car.
    static let night = Instant("2026-01-14T22:00:00Z")!

    static func bare(_ configuration: inout SimulatorConfiguration) {
        configuration.devices = [.inverter, .gridMeter]
    }

    @Test func `grid charge fills the battery to the slot's SoC and no further`() async throws {
        try await Rig.with(start: Self.night, Self.bare) { (rig) async throws in
            let inverter = rig.client(.inverter)
            let before = try await inverter.word(588)
            try await inverter.write(166, 70, 70, 70, 70, 70, 70)
            try await inverter.write(172, 1, 1, 1, 1, 1, 1)
            try await inverter.write(128, 100)
            try await inverter.write(130, 1)
            try await inverter.write(146, 0xFF)
            try await rig.pass(60)
            let charging = try await inverter.signed(590)
            // 100 A at about 51.5 V.
            #expect((-5300 ... -5000).contains(charging), "\(charging) W")
            #expect(try await inverter.signed(619) > 5000)
            try await rig.pass(4 * 3600)
            #expect(before < 50)
            #expect(try await inverter.word(588) == 70)
            #expect(abs(try await inverter.signed(590)) < 20)
        }
    }

    @Test func `the battery carries the house down to the low SoC and then the grid does`() async throws {
        try await Rig.with(start: Self.night, Self.bare) { (rig) async throws in
            let inverter = rig.client(.inverter)
            try await inverter.write(115, 10, 60, 44)
            try await rig.pass(60)
            #expect(try await inverter.signed(590) > 200)
            // The residual of register 104, give or take what a few seconds of ramp leave.
            #expect(abs(try await inverter.signed(619) - 20) < 60)
            try await rig.pass(8 * 3600)
            #expect(try await inverter.word(588) == 44)
            #expect(abs(try await inverter.signed(590)) < 20)
            #expect(try await inverter.signed(619) > 150)
        }
    }

    @Test func `the battery sells into the grid when mode, schedule and flag say so`() async throws {
        try await Rig.with(start: Self.night, Self.bare) { (rig) async throws in
            let inverter = rig.client(.inverter)
            try await inverter.write(148, [0, 500, 900, 1300, 1700, 2100] + [UInt16](repeating: 3000, count: 6))
            try await inverter.write(166, 20, 20, 20, 20, 20, 40)
            try await inverter.write(172, 0, 0, 0, 0, 0, 0x20)
            try await inverter.write(142, 0)
            try await inverter.write(146, 0xFF)
            try await rig.pass(60)
            #expect(abs(try await inverter.signed(590) - 3000) < 20)
            #expect(try await inverter.signed(619) < -1500)
            // Stopped at the slot's 40 %; after midnight the next slot carries the house only.
            try await rig.pass(2 * 3600)
            #expect(try await inverter.signed(619) > -50)
            #expect((35...40).contains(try await inverter.word(588)))
        }
    }

    @Test func `without solar sell a full battery throttles PV to the load`() async throws {
        try await Rig.with(start: Instant("2026-06-14T10:00:00Z")!, Self.bare) { (rig) async throws in
            let inverter = rig.client(.inverter)
            try await inverter.write(108, 0)
            try await rig.pass(60)
            let free = rig.simulator.house.snapshot()
            #expect(free.gridW < -1000 && free.pvW > 1500, "sells \(free.gridW) W of \(free.pvW) W")
            try await inverter.write(145, 0)
            try await rig.pass(60)
            let held = rig.simulator.house.snapshot()
            #expect(abs(held.gridW - 20) < 60)
            #expect(held.pvW < free.pvW)
            #expect(held.meters.pvCurtailedWh > free.meters.pvCurtailedWh)
            try await inverter.write(143, 500)
            try await inverter.write(145, 1)
            try await rig.pass(60)
            let capped = rig.simulator.house.snapshot()
            #expect(abs(capped.gridW + 500) < 60)
        }
    }

    @Test func `a schedule runs by the device's own clock`() async throws {
        try await Rig.with(start: Self.night, Self.bare) { (rig) async throws in
            let inverter = rig.client(.inverter)
            // 23:00 local; slot 6 runs from 21:00 and holds, slot 1 does not. A clock two hours ahead is already in slot 1.
            try await inverter.write(166, 20, 20, 20, 20, 20, 100)
            try await inverter.write(146, 0xFF)
            try await rig.pass(60)
            #expect(abs(try await inverter.signed(590)) < 20)
            try await inverter.write(62, 26 << 8 | 1, 15 << 8 | 1, 0)
            try await rig.pass(60)
            #expect(try await inverter.signed(590) > 200)
        }
    }

    @Test func `power ramps over a few seconds`() async throws {
        func fine(_ configuration: inout SimulatorConfiguration) {
            Self.bare(&configuration)
            configuration.step = .seconds(1)
        }
        try await Rig.with(start: Self.night, fine) { (rig) async throws in
            let inverter = rig.client(.inverter)
            try await inverter.write(127, 90, 100, 0, 1)
            var powers: [Int] = []
            for _ in 0..<12 {
                try await rig.pass(1)
                powers.append(-(try await inverter.signed(590)))
            }
            #expect(powers[0] < 3000)
            #expect(powers == powers.sorted())
            #expect(powers[11] > 5000)
        }
    }
}
