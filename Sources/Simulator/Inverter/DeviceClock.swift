internal import Site

/// A clock inside a device: local time that somebody once set and that knows nothing of summer time.
struct DeviceClock: Sendable {
    /// Seconds that it shows more than UTC.
    var aheadSeconds: Double

    /// Seconds of its own calendar since 1970-01-01 00:00 of its own time.
    private func shown(at instant: Instant) -> Double { instant.seconds + aheadSeconds }

    func day(at instant: Instant) -> LocalDate { LocalDate(number: Int((shown(at: instant) / 86_400).rounded(.down))) }

    func weekday(at instant: Instant) -> Int { day(at: instant).weekday }

    func secondOfDay(at instant: Instant) -> Int { Int((shown(at: instant) - Double(day(at: instant).number) * 86_400).rounded(.down)) }

    func minuteOfDay(at instant: Instant) -> Int { secondOfDay(at: instant) / 60 }

    /// Registers 62 to 64: (year - 2000, month), (day, hour), (minute, second), high byte first.
    func words(at instant: Instant) -> [UInt16] {
        let (year, month, day) = day(at: instant).components
        let second = secondOfDay(at: instant)
        func pair(_ high: Int, _ low: Int) -> UInt16 { UInt16(high & 0xFF) << 8 | UInt16(low & 0xFF) }
        return [pair(year - 2000, month), pair(day, second / 3600), pair(second / 60 % 60, second % 60)]
    }

    /// A clock that shows `words` at `instant`; nil for a time that does not exist.
    init?(words: [UInt16], at instant: Instant) {
        func high(_ index: Int) -> Int { Int(words[index] >> 8) }
        func low(_ index: Int) -> Int { Int(words[index] & 0xFF) }
        let date = LocalDate(2000 + high(0), low(0), high(1))
        guard (1...12).contains(low(0)), date.components == (2000 + high(0), low(0), high(1)), low(1) < 24, high(2) < 60, low(2) < 60 else {
            return nil
        }
        aheadSeconds = Double(date.number * 86_400 + low(1) * 3600 + high(2) * 60 + low(2)) - instant.seconds
    }

    init(aheadSeconds: Double) { self.aheadSeconds = aheadSeconds }
}
