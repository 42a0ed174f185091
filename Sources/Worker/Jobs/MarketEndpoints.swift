internal import Forecasts
internal import Prices

/// Where markets, the central bank and weather services are asked.
public struct MarketEndpoints: Sendable, Equatable {
    /// Nil for the real services; else the address under which the simulator serves them all.
    public let base: String?

    public init(base: String? = nil) {
        self.base = base.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }

    func priceSource(_ name: String, token: String?) -> (any PriceSource)? {
        switch name {
        case "ote": base.map { OTESource(endpoint: "\($0)/ote/services/PublicDataService") } ?? OTESource()
        case "energy-charts": base.map { EnergyChartsSource(baseURL: "\($0)/energy-charts") } ?? EnergyChartsSource()
        case "smard": base.map { SMARDSource(baseURL: "\($0)/smard") } ?? SMARDSource()
        case "nordpool": base.map { NordPoolSource(baseURL: "\($0)/nordpool") } ?? NordPoolSource()
        case "entsoe": token.map { token in base.map { ENTSOESource(token: token, endpoint: "\($0)/entsoe/api") } ?? ENTSOESource(token: token) }
        default: nil
        }
    }

    func forecastSource(_ provider: String, planes: Int, resource: String?, key: String?) -> (any ForecastSource)? {
        switch provider {
        case "open-meteo": base.map { OpenMeteoSource(baseURL: "\($0)/open-meteo") } ?? OpenMeteoSource()
        case "forecast-solar":
            // Without a key it takes one plane a call, and few calls.
            if planes == 1 || key != nil {
                base.map { ForecastSolarSource(key: key, baseURL: "\($0)/forecast-solar") } ?? ForecastSolarSource(key: key)
            } else {
                nil
            }
        case "solcast":
            if let resource, let key {
                base.map { SolcastSource(site: resource, key: key, baseURL: "\($0)/solcast") } ?? SolcastSource(site: resource, key: key)
            } else {
                nil
            }
        default: nil
        }
    }

    var cnb: CNBSource { base.map { CNBSource(apiURL: "\($0)/cnb", siteURL: "\($0)/cnb") } ?? CNBSource() }
}
