import Modbus
import Testing

@testable import Simulator

/// No request, however odd, ends the simulator or gets an answer of the wrong length.
struct AnyRequestTests {
    @Test(arguments: SimulatedDevice.allCases) func `any request gets its registers or an exception`(_ device: SimulatedDevice) async throws
    {
        try await Rig.with { (rig) async throws in
            let noise = Noise(seed: 99)
            let unit = rig.simulator.house.unit(device, author: .modbus)
            // Near the registers there are, and near the ends of the address space.
            let places = [0, 30, 60, 100, 140, 200, 490, 580, 690, 900, 1990, 6000, 7000, 40_000, 40_120, 40_250, 65_530]
            var answered = 0
            for index in 0..<1500 {
                func pick(_ sub: Int, _ count: Int) -> Int { Int(noise.uniform(.appliance, index, sub) * Double(count)) }
                let address = min(65_535, places[pick(0, places.count)] + pick(1, 40))
                let count = min(1 + pick(2, 125), 65_536 - address)
                let single = pick(4, 2) == 0
                let words = (0..<(single ? 1 : min(count, 123))).map { UInt16(pick(5 + $0, 65_536)) }
                do throws(ModbusException) {
                    let read = try unit.read(pick(3, 2) == 0 ? .holding : .input, address: UInt16(address), count: count)
                    #expect(read.count == count, "\(count) registers from \(address)")
                    answered += 1
                } catch {
                    #expect((1...4).contains(error.rawValue))
                }
                try? unit.write(address: UInt16(address), words, single: single)
            }
            #expect(answered > 0)
            // Whatever was written, the house lives on.
            try await rig.pass(600)
            #expect((0...100).contains(rig.simulator.house.snapshot().batterySocPct))
        }
    }
}
