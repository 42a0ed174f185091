import Modbus
import Simulator
import Testing

/// SunSpec as sunspec.org defines it (devices.md 10).
struct GarageTests {
    /// Start of each model's block by its id, walking the chain as a client does.
    private func chain(_ garage: Device) async throws -> [UInt16: UInt16] {
        #expect(try await garage.read(40_000, 2) == [0x5375, 0x6E53])
        var models: [UInt16: UInt16] = [:]
        var at: UInt16 = 40_002
        while true {
            let head = try await garage.read(at, 2)
            if head[0] == 0xFFFF { return models }
            models[head[0]] = at
            at += 2 + head[1]
        }
    }

    @Test func `the chain holds models 1, 103, 123 and 203 with their lengths`() async throws {
        try await Rig.with { (rig) async throws in
            let garage = rig.client(.garagePV)
            let models = try await chain(garage)
            #expect(models == [1: 40_002, 103: 40_070, 123: 40_122, 203: 40_148])
            #expect(try await garage.read(40_002, 2)[1] == 66)
            #expect(try await garage.read(40_070, 2)[1] == 50)
            #expect(try await garage.read(40_122, 2)[1] == 24)
            #expect(try await garage.read(40_148, 2)[1] == 105)
            #expect(text(try await garage.read(40_004, 16)[...]) == "EMS")
            #expect(try await garage.exception { _ = try await $0.read(40_256, 2) } == .illegalAddress)
        }
    }

    @Test func `power, energy and the feeder meter agree with the house`() async throws {
        try await Rig.with { (rig) async throws in
            try await rig.pass(1800)
            let garage = rig.client(.garagePV)
            let inverter = try await garage.read(40_070, 52)
            let meter = try await garage.read(40_148, 107)
            let truth = rig.simulator.house.snapshot()
            func scaled(_ block: [UInt16], _ value: Int, _ factor: Int) -> Double {
                var result = Double(Int16(bitPattern: block[value]))
                for _ in 0..<abs(Int(Int16(bitPattern: block[factor]))) { result *= Int16(bitPattern: block[factor]) < 0 ? 0.1 : 10 }
                return result
            }
            #expect(truth.garageW > 500)
            #expect(abs(scaled(inverter, 14, 15) - truth.garageW) < 0.06)
            #expect(abs(scaled(inverter, 16, 17) - truth.frequencyHz) < 0.006)
            #expect(u32(inverter[24...25]) == Int(truth.devices.garageWh))
            #expect(inverter[38] == 4)
            #expect(inverter[20] == 0x8000)
            // Generation flows towards the grid: negative and exported.
            #expect(abs(scaled(meter, 18, 22) + truth.garageW) < 0.51)
            #expect(u32(meter[38...39]) == Int(truth.devices.garageWh))
            #expect(abs(scaled(meter, 8, 15) - truth.voltageV[0]) < 3)
        }
    }

    @Test func `a limit holds until its revert time has passed`() async throws {
        try await Rig.with { (rig) async throws in
            try await rig.pass(60)
            let garage = rig.client(.garagePV)
            let free = rig.simulator.house.snapshot().garageW
            // Scale factor -2: 20 %, for 120 s, on.
            #expect(try await garage.signed(40_122 + 23) == -2)
            try await garage.write(40_122 + 5, 2000)
            try await garage.write(40_122 + 7, 120)
            try await garage.write(40_122 + 9, 1)
            try await rig.pass(60)
            #expect(abs(rig.simulator.house.snapshot().garageW - 600) < 1 && free > 800)
            #expect(try await garage.word(40_070 + 38) == 5)
            try await rig.pass(90)
            #expect(rig.simulator.house.snapshot().garageW > 800)
            #expect(try await garage.word(40_122 + 9) == 0)
            #expect(try await garage.exception { try await $0.write(40_122 + 5, 10_001) } == .illegalValue)
            #expect(try await garage.exception { try await $0.write(40_122 + 6, 1) } == .illegalAddress)
        }
    }
}
