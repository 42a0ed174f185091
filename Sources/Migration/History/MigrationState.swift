/// What the history and the files together say about one migration; the raw value is Flyway's name for it.
enum MigrationState: String, Sendable {
    case pending = "Pending"
    case aboveTarget = "Above Target"
    case belowBaseline = "Below Baseline"
    /// The baseline has this very version.
    case baselineIgnored = "Ignored (Baseline)"
    case baseline = "Baseline"
    /// Not applied though a later one is.
    case ignored = "Ignored"
    /// Applied, its file gone.
    case missing = "Missing"
    case missingFailed = "Failed (Missing)"
    case success = "Success"
    case failed = "Failed"
    case outOfOrder = "Out of Order"
    /// Applied, and newer than every file.
    case future = "Future"
    case futureFailed = "Failed (Future)"
    /// A repeatable whose text has changed since.
    case outdated = "Outdated"
    /// An earlier run of a repeatable.
    case superseded = "Superseded"
    /// Marked as deleted by repair.
    case deleted = "Deleted"

    /// The history has a row for it.
    var isApplied: Bool {
        switch self {
        case .pending, .aboveTarget, .belowBaseline, .baselineIgnored, .ignored: false
        default: true
        }
    }

    var isFailed: Bool { self == .failed || self == .missingFailed || self == .futureFailed }
}
