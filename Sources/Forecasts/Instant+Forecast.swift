internal import Site

extension Instant {
    /// Seconds since 1970; nil outside the years 2000…2099, where a number is no time of a forecast.
    init?(unixSeconds seconds: Int64) {
        guard (946_684_800..<4_102_444_800).contains(seconds) else { return nil }
        self.init(microseconds: seconds * 1_000_000)
    }

    /// True for the years 2000…2099.
    var isPlausible: Bool { Instant(unixSeconds: microseconds / 1_000_000) != nil }

    /// The next midnight in UTC, where daily budgets of providers begin anew.
    var nextUTCMidnight: Instant { floored(to: .seconds(86_400)) + .seconds(86_400) }
}
