internal import Site

/// What a weather service would have said at one moment about another.
///
/// A model run starts every hour. Its error grows with the lead time; most of it is shared by successive runs, so a
/// forecast drifts towards the truth instead of jumping about it. The same run always says the same.
struct WeatherForecast: Sendable {
    let model: WeatherModel
    /// Start of the model run.
    let issuedAt: Instant

    /// The newest run at `instant`.
    init(model: WeatherModel, at instant: Instant) {
        self.model = model
        issuedAt = instant.floored(to: .seconds(3600))
    }

    /// - Parameters:
    ///   - instant: past ones give an analysis with the error of lead time 0.
    ///   - cloudShift: levels of cloud more than expected, for the tails of a probabilistic forecast.
    func sample(at instant: Instant, cloudShift: Double = 0) -> WeatherSample {
        var error = error(at: instant)
        error.cloudLevel += cloudShift
        return model.sample(at: instant, error: error)
    }

    /// Deviation at the start 0.15 levels and 0.4 °C; after three days 1.1 levels and 2.5 °C.
    private func error(at instant: Instant) -> WeatherModel.Error {
        let lead = max(0, (instant - issuedAt) / .seconds(3600))
        let growth = min(1, lead / 72)
        let run = Int(issuedAt.seconds / 3600)
        func mixed(_ shared: Noise.Stream, _ own: Noise.Stream, period: Double) -> Double {
            0.85 * model.noise.curve(shared, instant.seconds, period: period)
                + 0.53 * model.noise.curve(own, instant.seconds, period: period, run)
        }
        return WeatherModel.Error(
            cloudLevel: (0.15 + 0.95 * growth.squareRoot()) * mixed(.forecastCloud, .forecastCloudRun, period: 5 * 3600),
            temperature: (0.4 + 2.1 * growth) * mixed(.forecastTemperature, .forecastTemperatureRun, period: 8 * 3600))
    }
}
