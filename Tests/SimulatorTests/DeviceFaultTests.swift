import Modbus
import Simulator
import Site
import Testing

/// Each fault as the client sees it.
@Suite(.timeLimit(.minutes(2))) struct DeviceFaultTests {
    struct Row: CustomTestStringConvertible {
        var effect: Fault.Effect
        /// Of a read of 40 registers from 586 on.
        var failure: ModbusError.Code
        var testDescription: String { "\(effect)" }
    }

    static let rows = [
        Row(effect: .silence, failure: .timeout),
        Row(effect: .silenceMidBlock(bytes: 30), failure: .timeout),
        Row(effect: .closeMidReply(bytes: 30), failure: .connection),
        Row(effect: .wrongUnit, failure: .invalidReply(.unit)),
        Row(effect: .wrongTransaction, failure: .invalidReply(.transactionID)),
        Row(effect: .garbage, failure: .invalidReply(.length)),
        Row(effect: .exception(code: 4, registers: 600..<610), failure: .exception(.deviceFailure)),
        Row(effect: .exception(code: 6, registers: nil), failure: .exception(.deviceBusy)),
        Row(effect: .delay(seconds: 2.5), failure: .timeout),
        Row(effect: .unplugged, failure: .connection),
    ]

    @Test(arguments: rows) func `a fault shows and goes away`(_ row: Row) async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter, responseTimeout: row.failure == .timeout ? .seconds(1) : .seconds(10))
            _ = try await inverter.read(586, 40)
            let fault = Fault(.inverter, row.effect)
            rig.simulator.faults.add(fault)
            #expect(try await inverter.failure { _ = try await $0.read(586, 40) } == row.failure)
            // Other devices go on.
            _ = try await rig.client(.gridMeter).read(0, 38, .input)
            rig.simulator.faults.remove(fault)
            #expect(try await inverter.read(586, 40).count == 40)
        }
    }

    @Test func `exceptions hit only requests that touch their registers`() async throws {
        try await Rig.with({ $0.faults = [Fault(.inverter, .exception(code: 4, registers: 600..<610))] }) { (rig) async throws in
            let inverter = rig.client(.inverter)
            #expect(try await inverter.exception { _ = try await $0.read(586, 14) } == nil)
            #expect(try await inverter.exception { _ = try await $0.read(599, 2) } == .deviceFailure)
        }
    }

    @Test func `a spike changes one register and no other`() async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter)
            let honest = try await inverter.read(586, 10)
            rig.simulator.faults.add(Fault(.inverter, .spike(register: 588, value: 0)))
            var expected = honest
            expected[2] = 0
            #expect(try await inverter.read(586, 10) == expected && honest[2] > 0)
        }
    }

    @Test func `refused writes say so and ignored ones do not`() async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter)
            rig.simulator.faults.set([
                Fault(.inverter, .refuseWrites(registers: 108..<110)), Fault(.inverter, .ignoreWrites(registers: 143..<144)),
            ])
            #expect(try await inverter.exception { try await $0.write(108, 50) } == .illegalValue)
            try await inverter.write(143, 500)
            try await inverter.write(145, 0)
            #expect(try await inverter.read(108) == [150])
            #expect(try await inverter.read(143) == [10_000])
            #expect(try await inverter.read(145) == [0])
            #expect(rig.simulator.house.writeLog.records.map(\.outcome) == [.refused(code: 3), .ignored, .taken])
        }
    }

    @Test func `the clock jumps once and can be set right`() async throws {
        try await Rig.with { (rig) async throws in
            let inverter = rig.client(.inverter)
            rig.simulator.faults.add(Fault(.inverter, .clockSkew(seconds: 1740), from: Rig.start + .seconds(60)))
            let before = try await inverter.read(63, 2)
            let minute = Int(before[0] & 0xFF) * 60 + Int(before[1] >> 8)
            #expect(minute == 719 || minute == 720)
            try await rig.pass(120)
            let minutes = Int(try await inverter.read(62, 3)[2] >> 8)
            #expect((30...31).contains(minutes), "12:02 and 29 minutes: \(minutes)")
            try await inverter.write(62, 26 << 8 | 4, 14 << 8 | 12, 2 << 8)
            try await rig.pass(60)
            #expect(try await inverter.read(62, 3)[2] == 3 << 8)
        }
    }

    @Test func `an unplugged meter on a shared line is missed by its gateway, its neighbour is not`() async throws {
        try await Rig.with({ $0.faults = [Fault(.gridMeter, .unplugged)] }) { (rig) async throws in
            #expect(try await rig.client(.gridMeter).exception { _ = try await $0.read(0, 2, .input) } == .gatewayTargetSilent)
            #expect(try await rig.client(.heatPumpMeter).exception { _ = try await $0.read(0, 2, .input) } == nil)
        }
    }

    @Test func `a fault with a time limit comes and goes by the house's time`() async throws {
        let from = Rig.start + .seconds(600)
        try await Rig.with({ $0.faults = [Fault(.charger, .unplugged, from: from, until: from + .seconds(600))] }) { (rig) async throws in
            let charger = rig.client(.charger)
            #expect(try await charger.failure { _ = try await $0.read(0) } == nil)
            try await rig.pass(601)
            #expect(try await charger.failure { _ = try await $0.read(0) } == .connection)
            try await rig.pass(600)
            #expect(try await charger.failure { _ = try await $0.read(0) } == nil)
        }
    }

    @Test func `a silent device does not act either`() async throws {
        try await Rig.with({ $0.faults = [Fault(.charger, .silence)] }) { (rig) async throws in
            let charger = rig.client(.charger, responseTimeout: .seconds(1))
            #expect(try await charger.failure { try await $0.write(900, 60) } == .timeout)
            rig.simulator.faults.set([])
            #expect(try await charger.read(900) == [160])
            #expect(rig.simulator.house.writeLog.records.isEmpty)
        }
    }
}
