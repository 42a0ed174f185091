public import Site

/// Weather over [startsAt, endsAt), every value the mean of the slot; nil where the source has none.
public struct WeatherSlot: ForecastSlot {
    public var startsAt: Instant
    public var endsAt: Instant
    /// Global horizontal irradiance, W/m², never negative.
    public var ghiWM2: Double?
    /// Direct normal irradiance, W/m², never negative.
    public var dniWM2: Double?
    /// Diffuse horizontal irradiance, W/m², never negative.
    public var dhiWM2: Double?
    /// Air temperature at 2 m, °C.
    public var temperatureC: Double?
    /// Wind speed at 10 m, m/s.
    public var windMS: Double?
    /// Total cloud cover, 0…100 %.
    public var cloudPct: Double?

    public init(
        startsAt: Instant, endsAt: Instant, ghiWM2: Double? = nil, dniWM2: Double? = nil, dhiWM2: Double? = nil, temperatureC: Double? = nil,
        windMS: Double? = nil, cloudPct: Double? = nil
    ) {
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.ghiWM2 = ghiWM2
        self.dniWM2 = dniWM2
        self.dhiWM2 = dhiWM2
        self.temperatureC = temperatureC
        self.windMS = windMS
        self.cloudPct = cloudPct
    }

    var isEmpty: Bool {
        [ghiWM2, dniWM2, dhiWM2, temperatureC, windMS, cloudPct].allSatisfy { $0 == nil }
    }
}
