public import Site

/// One forecast run as one provider tells it.
public struct ForecastDocument: Sendable, Equatable {
    public enum Series: Sendable, Equatable {
        case weather([WeatherSlot])
        case power([PowerSlot])
    }

    /// `open-meteo`, `forecast.solar`, `solcast`
    public let source: String
    /// Sorted, no overlaps; slots may be 15, 30 or 60 minutes long, also within one series.
    public let series: Series
    /// When the provider says the forecast was made; nil where it does not say.
    public let issuedAt: Instant?
    /// How many more calls the provider allows in its present period, where it says.
    public let callsLeft: Int?
    /// How the provider wants to be named.
    public let attribution: String
    /// Gaps, contradictions, values of an unknown unit. The rest is still good to use.
    public let problems: [String]

    public init(source: String, series: Series, issuedAt: Instant? = nil, callsLeft: Int? = nil, attribution: String, problems: [String]) {
        self.source = source
        self.series = series
        self.issuedAt = issuedAt
        self.callsLeft = callsLeft
        self.attribution = attribution
        self.problems = problems
    }
}
