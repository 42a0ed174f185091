internal import Modbus
internal import Site

/// The wallbox: 0 to 40 as far as they are known, 900 to 903 of the simulator's own. FC03, FC06 and FC16; a request that
/// is answered counts as communication for the watchdog.
struct ChargerUnit: ModbusUnit {
    let house: SimulatedHouse
    let author: WriteRecord.Author

    func read(_ space: RegisterSpace, address: UInt16, count: Int) throws(ModbusException) -> [UInt16] {
        guard space == .holding else { throw .illegalFunction }
        let range = Int(address)..<Int(address) + count
        guard range.upperBound <= 41 || (range.lowerBound >= 900 && range.upperBound <= 904) else { throw .illegalAddress }
        return house.look { house, now in
            let words = range.map { $0 < 41 ? Self.telemetry(house, $0, now) : house.charger.settings[$0 - 900] }
            if author == .modbus { house.charger.lastContact = now }
            return words
        }
    }

    func write(address: UInt16, _ words: [UInt16], single: Bool) throws(ModbusException) {
        let settings = words.indices.compactMap { Charger.Setting(rawValue: address &+ UInt16($0)) }
        guard settings.count == words.count else { throw .illegalAddress }
        let allowed = zip(settings, words).allSatisfy { $0.takes($1) }
        house.look { state, now in
            let outcome: WriteRecord.Outcome = allowed ? .taken : .refused(code: ModbusException.illegalValue.rawValue)
            house.writeLog.add(
                zip(settings, words).map { setting, word in
                    WriteRecord(
                        at: now, device: .charger, address: setting.rawValue, old: state.charger[setting], new: word, outcome: outcome,
                        author: author)
                })
            guard allowed else { return }
            for (setting, word) in zip(settings, words) { state.charger[setting] = word }
            if author == .modbus { state.charger.lastContact = now }
        }
        if !allowed { throw .illegalValue }
    }

    private static func telemetry(_ house: HouseState, _ register: Int, _ now: Instant) -> UInt16 {
        let current = house.carPhaseW / house.gridMeter.voltageV
        return switch register {
        case 0...2: RegisterWords.s16(house.gridMeter.voltageV[register])
        case 3...5: RegisterWords.s16(current[register - 3] * 10)
        case 6: status(house, now).rawValue
        // W and 0.01 kWh: units of the simulator's choosing.
        case 38: RegisterWords.u16(house.carPhaseW.sum())
        case 39: RegisterWords.u16((house.charger.sessionWh / 10).rounded(.down))
        default: 0
        }
    }

    /// 0 to 3 are known: charging, and connected without charging for three reasons, whose order is the simulator's own.
    enum Status: UInt16 { case charging = 0, paused, notAsking, watchdogLapsed, noCar }

    private static func status(_ house: HouseState, _ now: Instant) -> Status {
        if !house.car.isHome { return .noCar }
        if house.car.currentA > 0 { return .charging }
        if house.charger.isLapsed(at: now) { return .watchdogLapsed }
        return house.charger.offeredA(at: now) < 6 ? .paused : .notAsking
    }
}
