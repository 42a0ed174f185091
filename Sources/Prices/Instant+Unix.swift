internal import Site

extension Instant {
    /// Seconds since 1970; nil outside the years 2000…2099, where a number is no time of a price.
    init?(unixSeconds seconds: Int64) {
        guard (946_684_800..<4_102_444_800).contains(seconds) else { return nil }
        self.init(microseconds: seconds * 1_000_000)
    }
}
