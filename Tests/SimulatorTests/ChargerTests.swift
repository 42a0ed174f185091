import Modbus
import Simulator
import Site
import Testing

struct ChargerTests {
    /// Tuesday evening: the car has just come home.
    static let evening = Instant("2026-04-14T17:30:00Z")!

    @Test func `0 to 40 show voltage, current and power of a charging car`() async throws {
        try await Rig.with(start: Self.evening) { (rig) async throws in
            try await rig.pass(60)
            let words = try await rig.client(.charger).read(0, 41)
            let truth = rig.simulator.house.snapshot()
            #expect(truth.carHome == 1 && truth.carW > 10_000)
            for phase in 0..<3 {
                #expect(abs(Double(words[phase]) - truth.voltageV[phase]) <= 0.51)
                #expect(abs(Double(words[3 + phase]) - 160) <= 4)
            }
            #expect(words[6] == 0)
            #expect(abs(Double(words[38]) - truth.carW) <= 0.51)
            #expect(words[39] == UInt16(truth.devices.chargerSessionWh / 10))
        }
    }

    @Test func `the current limit rules the car, and below 6 A it pauses`() async throws {
        try await Rig.with(start: Self.evening) { (rig) async throws in
            let charger = rig.client(.charger)
            try await charger.writeSingle(900, 80)
            try await rig.pass(60)
            #expect(try await charger.read(3, 3).allSatisfy { (76...81).contains($0) })
            try await charger.write(900, 59)
            try await rig.pass(10)
            #expect(try await charger.read(3, 4) == [0, 0, 0, 1])
            #expect(rig.simulator.house.snapshot().carW == 0)
            try await charger.write(900, 160, 0, 0, 1)
            try await rig.pass(60)
            let single = try await charger.read(3, 3)
            #expect(single[0] > 150 && single[1] == 0 && single[2] == 0)
        }
    }

    @Test func `with a watchdog charging stops until somebody speaks again`() async throws {
        try await Rig.with(start: Self.evening) { (rig) async throws in
            let charger = rig.client(.charger)
            try await charger.write(901, 30)
            try await rig.pass(20)
            #expect(try await charger.word(6) == 0)
            try await rig.pass(20)
            #expect(try await charger.word(6) == 0)
            try await rig.pass(45)
            #expect(rig.simulator.house.snapshot().carW == 0)
            // Asking is communication: the car starts again.
            _ = try await charger.word(6)
            try await rig.pass(20)
            #expect(rig.simulator.house.snapshot().carW > 5000)
        }
    }

    @Test func `the fallback current holds while the watchdog has run out`() async throws {
        try await Rig.with(start: Self.evening) { (rig) async throws in
            try await rig.client(.charger).write(901, 30, 60)
            try await rig.pass(120)
            let power = rig.simulator.house.snapshot().carW
            #expect((4000...4400).contains(power), "\(power) W")
        }
    }

    @Test func `unknown registers and values are refused`() async throws {
        try await Rig.with { (rig) async throws in
            let charger = rig.client(.charger)
            #expect(try await charger.exception { _ = try await $0.read(40, 2) } == .illegalAddress)
            #expect(try await charger.exception { _ = try await $0.read(0, 1, .input) } == .illegalFunction)
            #expect(try await charger.exception { try await $0.write(900, 161) } == .illegalValue)
            #expect(try await charger.exception { try await $0.write(903, 2) } == .illegalValue)
            #expect(try await charger.exception { try await $0.write(904, 1) } == .illegalAddress)
            #expect(try await charger.exception { try await $0.write(6, 1) } == .illegalAddress)
        }
    }

    @Test func `on workdays the car is away by day and needs 5 to 20 kWh`() throws {
        var configuration = SimulatorConfiguration()
        configuration.step = .seconds(10)
        let monday = Instant("2026-04-12T22:00:00Z")!
        var away: [Int: Int] = [:]
        var drops: [Double] = []
        var soc: Double?
        for row in try HouseHistory(configuration, from: monday, to: monday + .seconds(86_400 * 12), step: .seconds(1800)) {
            let hours = (row.startsAt - monday) / .seconds(3600)
            let isWorkday = Int(hours / 24) % 7 < 5
            if isWorkday, row.reading.carHome < 0.5 { away[Int(hours) % 24, default: 0] += 1 }
            if let soc, row.reading.carSocPct < soc { drops.append((soc - row.reading.carSocPct) * 600) }
            soc = row.reading.carSocPct
        }
        #expect((away[12] ?? 0) >= 14 && (away[3] ?? 0) == 0 && (away[22] ?? 0) == 0, "\(away)")
        #expect(drops.count >= 7 && drops.allSatisfy { (4500...20_000).contains($0) }, "\(drops)")
    }
}
