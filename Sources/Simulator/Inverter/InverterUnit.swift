internal import Modbus
internal import Site

/// The hybrid inverter's register space: identity 0 to 59, settings 60 to 499, telemetry 500 to 2000. Knows FC03 and FC16.
struct InverterUnit: ModbusUnit {
    let house: SimulatedHouse
    let author: WriteRecord.Author

    func read(_ space: RegisterSpace, address: UInt16, count: Int) throws(ModbusException) -> [UInt16] {
        guard space == .holding else { throw .illegalFunction }
        guard Int(address) + count <= 2001 else { throw .illegalAddress }
        return house.look { house, now in
            let image = InverterImage(house: house, now: now)
            return (Int(address)..<Int(address) + count).map { image[$0] }
        }
    }

    func write(address: UInt16, _ words: [UInt16], single: Bool) throws(ModbusException) {
        guard !single else { throw .illegalFunction }
        let range = Int(address)..<Int(address) + words.count
        guard range.lowerBound >= 60, range.upperBound <= 500, !range.overlaps(210..<225), !range.overlaps(241..<259) else {
            throw .illegalAddress
        }
        let refusal: ModbusException? = house.look { state, now in
            let image = InverterImage(house: state, now: now)
            let old = range.map { image[$0] }
            let refusal = take(words, at: range, in: &state, now: now)
            house.writeLog.add(
                range.indices.map { register in
                    WriteRecord(
                        at: now, device: .inverter, address: UInt16(register), old: old[register - range.lowerBound],
                        new: words[register - range.lowerBound], outcome: refusal.map { .refused(code: $0.rawValue) } ?? .taken,
                        author: author)
                })
            return refusal
        }
        if let refusal { throw refusal }
    }

    /// All of it or, where one value is refused, nothing.
    private func take(_ words: [UInt16], at range: Range<Int>, in state: inout HouseState, now: Instant) -> ModbusException? {
        let clockRange = InverterSettings.Address.clock..<InverterSettings.Address.clock + 3
        func part(_ limits: Range<Int>) -> (start: Int, words: [UInt16]) {
            let registers = range.clamped(to: limits)
            return (registers.lowerBound, registers.map { words[$0 - range.lowerBound] })
        }
        var clock: DeviceClock?
        if range.overlaps(clockRange) {
            var shown = state.inverter.clock.words(at: now)
            let (start, set) = part(clockRange)
            shown.replaceSubrange(start - clockRange.lowerBound..<start - clockRange.lowerBound + set.count, with: set)
            clock = DeviceClock(words: shown, at: now)
            if clock == nil { return .illegalValue }
        }
        do throws(ModbusException) {
            var settings = state.inverter.settings
            for (start, words) in [part(0..<clockRange.lowerBound), part(clockRange.upperBound..<500)] {
                try settings.take(words, at: start)
            }
            state.inverter.settings = settings
        } catch {
            return error
        }
        if let clock { state.inverter.clock = clock }
        return nil
    }
}
