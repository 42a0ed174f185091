/// A day of the Gregorian calendar, by its number since 1970-01-01.
struct LocalDate: Sendable, Hashable, Comparable {
    var number: Int

    init(number: Int) { self.number = number }

    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": `days_from_civil`.
    init(_ year: Int, _ month: Int, _ day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Reads `2026-03-29`; nil for anything else and for days that do not exist.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month), day >= 1
        else { return nil }
        self.init(year, month, day)
        guard components == (year, month, day) else { return nil }
    }

    /// `civil_from_days` of the same source.
    var components: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex + (monthIndex < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
    }

    var year: Int { components.year }

    /// 1 on January 1.
    var dayOfYear: Int { number - LocalDate(year, 1, 1).number + 1 }

    /// 0 Monday to 6 Sunday; 1970-01-01 was a Thursday.
    var weekday: Int { ((number + 3) % 7 + 7) % 7 }

    var isWeekend: Bool { weekday >= 5 }

    static func < (left: Self, right: Self) -> Bool { left.number < right.number }
    static func + (date: Self, days: Int) -> Self { Self(number: date.number + days) }
    static func - (date: Self, days: Int) -> Self { Self(number: date.number - days) }
}

extension LocalDate: CustomStringConvertible {
    /// `2026-03-29`.
    var description: String {
        let (year, month, day) = components
        return "\(padded(year, 4))-\(padded(month))-\(padded(day))"
    }
}

/// At least `width` digits.
func padded(_ value: Int, _ width: Int = 2) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
