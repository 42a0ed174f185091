internal import Modbus
internal import Site

/// The heat pump's module: registers of the module and outdoor unit from 0, of indoor unit 0 from 50. A range may hold defined
/// addresses only. FC03 and FC04 read the same, FC06 and FC16 write; each write is forwarded, whatever the register holds.
struct HeatPumpUnit: ModbusUnit {
    let house: SimulatedHouse
    let author: WriteRecord.Author

    func read(_ space: RegisterSpace, address: UInt16, count: Int) throws(ModbusException) -> [UInt16] {
        let words: [UInt16]? = house.look { house, now in
            house.gateway.settle(at: now)
            let words = (Int(address)..<Int(address) + count).compactMap { Self.word(house, UInt16($0)) }
            return words.count == count ? words : nil
        }
        guard let words else { throw .illegalAddress }
        return words
    }

    func write(address: UInt16, _ words: [UInt16], single: Bool) throws(ModbusException) {
        if !single, (6000..<6024).contains(address) || (7000..<7024).contains(address) {
            return map(words, outdoor: address < 7000, address)
        }
        let known = words.indices.allSatisfy { index in
            let register = address &+ UInt16(index)
            return register == 3 || HeatPumpSettings.Setting(rawValue: register) != nil
        }
        guard known else { throw .illegalAddress }
        house.look { state, now in
            state.gateway.settle(at: now)
            for (index, word) in words.enumerated() {
                let register = address + UInt16(index)
                let setting = HeatPumpSettings.Setting(rawValue: register)
                if let setting { state.gateway.forward(word, to: setting, at: now) }
                house.writeLog.add([
                    WriteRecord(
                        at: now, device: .heatPump, address: register, old: setting.map { state.gateway.settings[$0] } ?? 0, new: word,
                        outcome: setting?.takes(word) ?? true ? .taken : .ignored, author: author)
                ])
            }
        }
    }

    /// Which messages the tables from 4 and from 82 on show; one request replaces a table.
    private func map(_ messages: [UInt16], outdoor: Bool, _ address: UInt16) {
        house.look { state, now in
            let old = outdoor ? state.gateway.outdoorMessages : state.gateway.indoorMessages
            if outdoor { state.gateway.outdoorMessages = messages } else { state.gateway.indoorMessages = messages }
            house.writeLog.add(
                messages.enumerated().map { index, message in
                    WriteRecord(
                        at: now, device: .heatPump, address: address + UInt16(index), old: index < old.count ? old[index] : 0, new: message,
                        outcome: .taken, author: author)
                })
        }
    }

    /// Nil for an address that is not defined.
    private static func word(_ house: HouseState, _ register: UInt16) -> UInt16? {
        if let setting = HeatPumpSettings.Setting(rawValue: register), setting != .flowTarget { return house.gateway.settings[setting] }
        switch register {
        // Module and outdoor unit without errors; the buzzer reads as on.
        case 0, 1, 3, 63: return 0
        case 2: return house.heatPump.isDefrosting ? 1 : 0
        // Exists, type known, ready.
        case 50: return 0b111
        case 51: return 115
        case 59: return RegisterWords.s16(house.building.roomC * 10)
        case 65: return RegisterWords.s16(house.heatPump.returnC * 10)
        case 66: return RegisterWords.s16(house.heatPump.flowC * 10)
        case 68: return RegisterWords.s16(house.gateway.settings.flowC(outsideC: house.weather.temperatureC) * 10)
        case 75: return RegisterWords.s16(house.tank.waterC * 10)
        default: break
        }
        let outdoor = Int(register) - 4
        let indoor = Int(register) - 82
        if house.gateway.outdoorMessages.indices.contains(outdoor), register < 50 {
            return message(house.gateway.outdoorMessages[outdoor], house)
        }
        if house.gateway.indoorMessages.indices.contains(indoor), register < 100 {
            return message(house.gateway.indoorMessages[indoor], house)
        }
        return nil
    }

    /// Value of a message of the unit's own bus; 0 for those it does not send.
    private static func message(_ id: UInt16, _ house: HouseState) -> UInt16 {
        switch id {
        case 0x8238: RegisterWords.u16(house.heatPump.compressorHz)
        case 0x8204: RegisterWords.s16(house.weather.temperatureC * 10)
        case 0x42D7: RegisterWords.s16(house.gateway.settings.flowC(outsideC: house.weather.temperatureC) * 10)
        case 0x42D6: house.gateway.settings[.roomTarget]
        case 0x42E9: RegisterWords.u16(house.heatPump.flowLitresPerMinute * 10)
        case 0x4067: house.heatPump.duty == .hotWater ? 1 : 0
        case 0x8001: house.heatPump.duty == .off ? 0 : 1
        case 0x4247, 0x4248: RegisterWords.s16(house.gateway.settings.flowC(outsideC: house.weather.temperatureC) * 10)
        default: 0
        }
    }
}
