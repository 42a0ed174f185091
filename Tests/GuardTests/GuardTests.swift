import Foundation
import Guard
import Site
import Testing

struct FuseGuardTests {
    let fuse = FuseGuard(fuseA: 25, nominalVoltageV: 230)

    @Test func `a charger may draw what the most loaded phase leaves, its own draw counted once`() {
        // 10 A of the house on L2 beside 6 A of the car: 25 − 16 + 6 = 15 A.
        let phases = [FuseGuard.Phase(gridW: 6 * 230, carA: 6), .init(gridW: 16 * 230, carA: 6), .init(gridW: 6 * 230, carA: 6)]
        #expect(fuse.ceiling(phases: phases, lowestA: 6, highestA: 16) == 15)
    }

    @Test func `less than the lowest current is a pause, more than the highest is the highest`() {
        #expect(fuse.ceiling(phases: [.init(gridW: 20 * 230, carA: 0)], lowestA: 6, highestA: 16) == 0)
        #expect(fuse.ceiling(phases: [.init(gridW: -5000, carA: 0)], lowestA: 6, highestA: 16) == 16)
    }

    @Test func `a silent meter leaves the lowest current`() {
        #expect(fuse.ceiling(phases: nil, lowestA: 6, highestA: 16) == 6)
        #expect(fuse.ceiling(phases: [], lowestA: 6, highestA: 16) == 6)
    }

    @Test func `one phase above the fuse is an overload`() {
        #expect(!fuse.isOverloaded([.init(gridW: 25 * 230, carA: 0)]))
        #expect(fuse.isOverloaded([.init(gridW: 0, carA: 0), .init(gridW: 25.1 * 230, carA: 0)]))
    }

    @Test func `whatever the house does, the ceiling never lets the fuse be passed`() {
        var chance = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let house = (0..<3).map { _ in Double.random(in: -20...30, using: &chance) }
            let car = Double(Int.random(in: 0...16, using: &chance))
            let ceiling = fuse.ceiling(phases: house.map { .init(gridW: ($0 + car) * 230, carA: car) }, lowestA: 6, highestA: 16)
            #expect(ceiling == 0 || (ceiling >= 6 && ceiling <= 16 && house.max()! + ceiling <= 25 + 1e-9))
        }
    }
}

struct CommandGuardTests {
    static let now = Instant("2026-06-10T10:00:00Z")!

    static func check(_ value: Double, hasRegister: Bool = true, expiresAt: Instant = now + .seconds(60), ceiling: Double? = nil) throws(CommandGuard.Refusal) {
        try CommandGuard.check(value: value, lowest: 0, highest: 32, hasRegister: hasRegister, expiresAt: expiresAt, now: now, ceiling: ceiling)
    }

    @Test func `what is in range, in time and within the fuse passes`() throws {
        try Self.check(0)
        try Self.check(32)
        try Self.check(16, ceiling: 16)
    }

    @Test func `each refusal says why`() {
        #expect(throws: CommandGuard.Refusal.outside(lowest: 0, highest: 32)) { try Self.check(32.5) }
        #expect(throws: CommandGuard.Refusal.outside(lowest: 0, highest: 32)) { try Self.check(.nan) }
        #expect(throws: CommandGuard.Refusal.expired) { try Self.check(1, expiresAt: Self.now) }
        #expect(throws: CommandGuard.Refusal.unknownRegister) { try Self.check(1, hasRegister: false) }
        #expect(throws: CommandGuard.Refusal.beyondFuse(ceilingA: 10)) { try Self.check(16, ceiling: 10) }
        #expect(CommandGuard.Refusal.beyondFuse(ceilingA: 10).description.contains("10.0 A"))
    }
}

struct GuardLimitsTests {
    static func limits(expiry: String) throws -> GuardLimits {
        let text = """
            {"site": "home01", "controlMode": "control", "fuseA": 25, "phases": 3, "nominalVoltageV": 230, "meter": [], "charger": [],
             "owner": [{"device": "inverter", "gateway": "g", "unit": 1, "function": 16, "point": "work_mode", "value": 2, "space": "holding",
               "address": 142, "encoding": "u16", "words": 1, "scale": 1, "bias": 0, "settleMs": 1000}],
             "expiry": \(expiry), "gateway": {}}
            """
        return try JSONDecoder().decode(GuardLimits.self, from: Data(text.utf8))
    }

    @Test func `a device is given back when its setpoint and the grace for the database have run out, not before`() throws {
        let limits = try Self.limits(expiry: #"{"inverter": "2026-06-10T10:00:00+00:00"}"#)
        let until = Instant("2026-06-10T10:00:00Z")!
        #expect(limits.expired(at: until + .seconds(120), grace: .seconds(120)) == [])
        #expect(limits.expired(at: until + .seconds(121), grace: .seconds(120)) == ["inverter"])
    }

    @Test func `a controlled device without a setpoint is given back at once`() throws {
        #expect(try Self.limits(expiry: "{}").expired(at: Instant("2026-06-10T10:00:00Z")!, grace: .seconds(120)) == ["inverter"])
    }
}
