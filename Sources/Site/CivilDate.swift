/// A day of the Gregorian calendar in no particular place: a delivery day, a day a rate is valid for.
public struct CivilDate: Sendable, Hashable, Comparable {
    public let year: Int
    /// 1…12
    public let month: Int
    /// 1…31
    public let day: Int

    /// Nil for a date that does not exist, and outside the years 1…9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...Int(monthLength(Int64(year), Int64(month)))).contains(day) else { return nil }
        self.init(unchecked: year, month, day)
    }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days since 1970-01-01.
    public var daysSinceEpoch: Int { Int(days(Int64(year), Int64(month), Int64(day))) }

    public init(daysSinceEpoch count: Int) {
        let (year, month, day) = civil(fromDays: Int64(count))
        self.init(unchecked: Int(year), Int(month), Int(day))
    }

    public func adding(days: Int) -> Self { Self(daysSinceEpoch: daysSinceEpoch + days) }

    public static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension CivilDate: CustomStringConvertible, LosslessStringConvertible {
    /// `2026-03-29`
    public var description: String {
        padded(Int64(year), 4) + "-" + padded(Int64(month), 2) + "-" + padded(Int64(day), 2)
    }

    /// Reads `2026-03-29` and nothing else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
