public import Site

/// Power of the panels over [startsAt, endsAt), the mean of the slot in W, never negative.
public struct PowerSlot: ForecastSlot {
    public var startsAt: Instant
    public var endsAt: Instant
    /// The expected value.
    public var p50W: Double
    /// Exceeded nine times of ten; nil where the source has no quantiles.
    public var p10W: Double?
    /// Exceeded once in ten times.
    public var p90W: Double?

    public init(startsAt: Instant, endsAt: Instant, p50W: Double, p10W: Double? = nil, p90W: Double? = nil) {
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.p50W = p50W
        self.p10W = p10W
        self.p90W = p90W
    }
}
