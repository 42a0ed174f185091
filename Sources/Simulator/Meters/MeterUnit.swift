internal import Modbus

/// The generic three-phase meter: input registers 0 to 37, FC04 only, high word first.
///
/// float32: 0 V L1 to L3, 6 A, 12 W (+ import), 18 W in all, 20 Hz. u32 in Wh: 22 import and 24 export in all, 26 import and
/// 32 export per phase; the totals are the sums over the phases.
struct MeterUnit: ModbusUnit {
    let house: SimulatedHouse
    let meter: @Sendable (HouseState) -> ThreePhaseMeter

    func read(_ space: RegisterSpace, address: UInt16, count: Int) throws(ModbusException) -> [UInt16] {
        guard space == .input else { throw .illegalFunction }
        guard Int(address) + count <= 38 else { throw .illegalAddress }
        let image = house.look { house, _ in Self.image(meter(house)) }
        return Array(image[Int(address)..<Int(address) + count])
    }

    func write(address: UInt16, _ words: [UInt16], single: Bool) throws(ModbusException) {
        throw .illegalFunction
    }

    static func image(_ meter: ThreePhaseMeter) -> [UInt16] {
        let floats =
            meter.voltageV.array + meter.currentA.array + meter.powerW.array + [meter.powerW.sum(), meter.frequencyHz]
        let counters = [meter.importWh.sum(), meter.exportWh.sum()] + meter.importWh.array + meter.exportWh.array
        return floats.map(RegisterWords.float32).flatMap { [$0.high, $0.low] }
            + counters.map { RegisterWords.u32($0.rounded(.down)) }.flatMap { [$0.high, $0.low] }
    }
}
