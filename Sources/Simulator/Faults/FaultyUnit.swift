internal import Clock
internal import Modbus

/// A device with what is wrong with it at the moment.
struct FaultyUnit: ModbusUnit {
    let device: SimulatedDevice
    let house: SimulatedHouse
    let unit: any ModbusUnit
    /// On a shared line an unplugged device is missed by its gateway; otherwise its port is closed.
    let sharesLine: Bool

    func read(_ space: RegisterSpace, address: UInt16, count: Int) throws(ModbusException) -> [UInt16] {
        let range = Int(address)..<Int(address) + count
        let effects = house.faults.effects(on: .device(device), at: house.clock.now)
        try refuse(range, effects)
        var words = try unit.read(space, address: address, count: count)
        for case .spike(let register, let value) in effects where range.contains(Int(register)) {
            words[Int(register) - range.lowerBound] = value
        }
        return words
    }

    func write(address: UInt16, _ words: [UInt16], single: Bool) throws(ModbusException) {
        let range = Int(address)..<Int(address) + words.count
        let effects = house.faults.effects(on: .device(device), at: house.clock.now)
        try refuse(range, effects)
        for effect in effects {
            switch effect {
            case .refuseWrites(let registers) where registers?.overlaps(range) ?? true:
                log(address, words, .refused(code: ModbusException.illegalValue.rawValue))
                throw .illegalValue
            case .ignoreWrites(let registers) where registers?.overlaps(range) ?? true:
                return log(address, words, .ignored)
            default: break
            }
        }
        try unit.write(address: address, words, single: single)
    }

    private func refuse(_ range: Range<Int>, _ effects: [Fault.Effect]) throws(ModbusException) {
        for effect in effects {
            switch effect {
            case .exception(let code, let registers) where registers?.overlaps(range) ?? true: throw ModbusException(rawValue: code)
            // A silent device does nothing either; the server drops this answer.
            case .silence: throw .gatewayTargetSilent
            case .unplugged where sharesLine: throw .gatewayTargetSilent
            default: break
            }
        }
    }

    private func log(_ address: UInt16, _ words: [UInt16], _ outcome: WriteRecord.Outcome) {
        let now = house.clock.now
        house.writeLog.add(
            words.enumerated().map { index, word in
                let register = address &+ UInt16(index)
                let held = (try? unit.read(.holding, address: register, count: 1))?.first ?? 0
                return WriteRecord(at: now, device: device, address: register, old: held, new: word, outcome: outcome, author: .modbus)
            })
    }
}

extension Fault.Effect {
    /// What the server does to a reply's bytes.
    var replyFault: ReplyFault? {
        switch self {
        case .silence: .silence
        case .silenceMidBlock(let bytes): .silenceAfter(bytes: bytes)
        case .closeMidReply(let bytes): .closeAfter(bytes: bytes)
        case .wrongUnit: .wrongUnit(77)
        case .wrongTransaction: .wrongTransaction
        case .garbage: .garbage
        case .replay: .twice
        case .delay(let seconds): .delay(.seconds(seconds))
        default: nil
        }
    }
}
