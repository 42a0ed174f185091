internal import Modbus
internal import Site

/// The garage inverter's SunSpec map from 40000 on: FC03; FC06 and FC16 into the controls of model 123.
struct GarageUnit: ModbusUnit {
    /// Where a control lies, counted from the id register of model 123.
    private enum Control: Int { case connection = 4, limit = 5, revert = 7, enable = 9 }

    let house: SimulatedHouse
    let author: WriteRecord.Author

    func read(_ space: RegisterSpace, address: UInt16, count: Int) throws(ModbusException) -> [UInt16] {
        guard space == .holding else { throw .illegalFunction }
        let image = house.look { house, _ in SunSpecImage(house: house).words }
        let start = Int(address) - SunSpecImage.base
        guard start >= 0, start + count <= image.count else { throw .illegalAddress }
        return Array(image[start..<start + count])
    }

    func write(address: UInt16, _ words: [UInt16], single: Bool) throws(ModbusException) {
        let controls = words.indices.compactMap { Control(rawValue: Int(address) + $0 - SunSpecImage.controls) }
        guard controls.count == words.count else { throw .illegalAddress }
        let allowed = zip(controls, words).allSatisfy { control, word in
            switch control {
            case .connection, .enable: word <= 1
            case .limit: word <= 10_000
            case .revert: true
            }
        }
        house.look { state, now in
            let image = SunSpecImage(house: state).words
            house.writeLog.add(
                words.enumerated().map { index, word in
                    let register = Int(address) + index
                    return WriteRecord(
                        at: now, device: .garagePV, address: UInt16(register), old: image[register - SunSpecImage.base], new: word,
                        outcome: allowed ? .taken : .refused(code: ModbusException.illegalValue.rawValue), author: author)
                })
            guard allowed else { return }
            for (control, word) in zip(controls, words) {
                switch control {
                case .connection: state.garage.connected = word == 1
                case .limit: state.garage.limitPct = Double(word) / 100
                case .revert: state.garage.revertSeconds = word
                case .enable: state.garage.limitEnabled = word == 1
                }
            }
            // Each write starts the revert time anew.
            state.garage.limitedSince = now
        }
        if !allowed { throw .illegalValue }
    }
}
