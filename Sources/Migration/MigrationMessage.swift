/// One line of progress, in Flyway's own words where Flyway has any.
public struct MigrationMessage: Sendable, Equatable {
    public enum Level: Sendable, Equatable {
        case info, warning
    }

    public var level: Level
    public var text: String

    static func info(_ text: String) -> Self { Self(level: .info, text: text) }
    static func warning(_ text: String) -> Self { Self(level: .warning, text: text) }
}

/// Receives progress as it happens.
public typealias MigrationProgress = @Sendable (MigrationMessage) -> Void

/// `02:15.123s`, as Flyway writes times.
func executionTime(_ duration: Duration) -> String {
    let milliseconds = duration.wholeMilliseconds
    func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(milliseconds / 60_000, 2)):\(padded(milliseconds % 60_000 / 1000, 2)).\(padded(milliseconds % 1000, 3))s"
}

extension Duration {
    /// Whole milliseconds, towards zero.
    var wholeMilliseconds: Int { Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
