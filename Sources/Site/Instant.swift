/// A moment in microseconds since 1970-01-01T00:00:00Z, PostgreSQL's own resolution of `timestamptz`.
public struct Instant: Sendable, Hashable, Comparable, Codable {
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }
    public init(seconds: Double) { microseconds = Int64((seconds * 1_000_000).rounded()) }

    public var seconds: Double { Double(microseconds) / 1_000_000 }

    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    public static func + (instant: Self, duration: Duration) -> Self {
        Self(microseconds: instant.microseconds + duration.microseconds)
    }

    public static func - (instant: Self, duration: Duration) -> Self {
        Self(microseconds: instant.microseconds - duration.microseconds)
    }

    public static func - (left: Self, right: Self) -> Duration {
        .microseconds(left.microseconds - right.microseconds)
    }

    /// The last multiple of `step` since the epoch that is not after this instant.
    public func floored(to step: Duration) -> Self {
        let width = step.microseconds
        let remainder = microseconds % width
        return Self(microseconds: microseconds - (remainder < 0 ? remainder + width : remainder))
    }
}

extension Duration {
    /// Whole microseconds, towards zero.
    public var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
