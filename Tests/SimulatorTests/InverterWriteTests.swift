import Modbus
import Simulator
import Site
import Testing

/// What the inverter takes and refuses (devices.md 1.2, 1.9, 1.11).
struct InverterWriteTests {
    @Test func `only FC03 and FC16 are open`() async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter)
            #expect(try await inverter.exception { _ = try await $0.read(588, 1, .input) } == .illegalFunction)
            #expect(try await inverter.exception { try await $0.writeSingle(108, 100) } == .illegalFunction)
            try await inverter.write(108, 100)
            #expect(try await inverter.word(108) == 100)
        }
    }

    @Test func `identity and telemetry cannot be written and nothing lies beyond 2000`() async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter)
            for address: UInt16 in [1, 59, 500, 588, 214] {
                #expect(try await inverter.exception { try await $0.write(address, 1) } == .illegalAddress, "\(address)")
            }
            // A block that runs out of the settings is refused as a whole.
            #expect(try await inverter.exception { try await $0.write(498, 7, 8, 9) } == .illegalAddress)
            #expect(try await inverter.word(498) == 0)
            #expect(try await inverter.exception { _ = try await $0.read(1999, 2) } == nil)
            #expect(try await inverter.exception { _ = try await $0.read(2000, 2) } == .illegalAddress)
        }
    }

    struct Refusal: CustomTestStringConvertible {
        var address: UInt16
        var words: [UInt16]
        var testDescription: String { "\(address) \(words)" }
    }

    static let refusals = [
        Refusal(address: 142, words: [3]), Refusal(address: 145, words: [2]), Refusal(address: 130, words: [2]),
        Refusal(address: 108, words: [351]), Refusal(address: 109, words: [500]), Refusal(address: 143, words: [20_001]),
        Refusal(address: 154, words: [20_001]), Refusal(address: 166, words: [101]), Refusal(address: 148, words: [0, 460]),
        Refusal(address: 148, words: [2360]), Refusal(address: 150, words: [400]), Refusal(address: 172, words: [0x40]),
        Refusal(address: 117, words: [5]), Refusal(address: 117, words: [40]), Refusal(address: 146, words: [0x100]),
        Refusal(address: 104, words: [0x8000]), Refusal(address: 111, words: [0]),
    ]

    @Test(arguments: refusals) func `a value outside its range is refused and changes nothing`(_ row: Refusal) async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter)
            let before = try await inverter.read(row.address, row.words.count)
            #expect(try await inverter.exception { try await $0.write(row.address, row.words) } == .illegalValue)
            #expect(try await inverter.read(row.address, row.words.count) == before)
            #expect(rig.simulator.house.writeLog.records.map(\.outcome) == row.words.map { _ in .refused(code: 3) })
        }
    }

    @Test func `the whole schedule goes in with one request`() async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter)
            let schedule: [UInt16] =
                [0, 200, 600, 1200, 1600, 2200] + [5000, 5000, 5000, 5000, 8000, 8000] + [UInt16](repeating: 4900, count: 6)
                + [80, 80, 20, 20, 30, 20] + [1, 1, 0, 0, 0x20, 0]
            try await inverter.write(148, schedule)
            #expect(try await inverter.read(148, 30) == schedule)
            #expect(rig.simulator.house.writeLog.counts(.inverter).count == 30)
        }
    }

    @Test func `a residual may be negative`() async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter)
            try await inverter.write(104, UInt16(bitPattern: -20))
            #expect(try await inverter.signed(104) == -20)
        }
    }

    @Test func `of the two-bit fields only those set to 10 or 11 change`() async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter)
            try await inverter.write(178, 0b11 << 4)
            #expect(try await inverter.word(178) == 0x0ABA)
            try await inverter.write(178, 0b10 << 4 | 0b01)
            #expect(try await inverter.word(178) == 0x0AAA)
        }
    }

    @Test func `every write is remembered with what it replaced`() async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter)
            try await inverter.write(143, 5000)
            try await rig.pass(60)
            try await inverter.write(143, 5000)
            try await inverter.write(108, 80, 90)
            try rig.simulator.house.ownerSets(.inverter, address: 145, to: 0)
            let log = rig.simulator.house.writeLog
            #expect(log.records.map(\.address) == [143, 143, 108, 109, 145])
            #expect(log.records.map(\.old) == [10_000, 5000, 150, 150, 1])
            #expect(log.records.map(\.new) == [5000, 5000, 80, 90, 0])
            #expect(log.records.map(\.author) == [.modbus, .modbus, .modbus, .modbus, .owner])
            #expect(log.records[1].at == Rig.start + .seconds(60))
            #expect(log.identical.map(\.address) == [143])
            #expect(log.counts(.inverter) == [143: 2, 108: 1, 109: 1])
        }
    }
}
