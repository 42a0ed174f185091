/// One variable of a block, turned from values at labels into means of the slots between them.
struct OpenMeteoVariable {
    private enum Kind {
        /// The value is the mean of the interval that ends at its label: plain radiation.
        case precedingMean
        /// The value holds at its label: temperature, wind, clouds and `…_instant`.
        case instant
    }

    private let values: [Double?]
    private let kind: Kind
    private let factor: Double
    private let isIrradiance: Bool

    private static let irradiances: Set<String> = ["shortwave_radiation", "direct_normal_irradiance", "diffuse_radiation"]
    private static let others: Set<String> = ["temperature_2m", "wind_speed_10m", "cloud_cover"]

    static func isKnown(_ name: String) -> Bool {
        others.contains(name) || irradiances.contains(name)
            || (name.hasSuffix("_instant") && irradiances.contains(String(name.dropLast("_instant".count))))
    }

    /// Nil where the block has neither the variable nor its `_instant` form, or tells it in a unit that is not known.
    init?(_ name: String, _ all: [String: [Double?]], _ units: [String: String], noting problems: inout [String]) {
        isIrradiance = Self.irradiances.contains(name)
        let key: String
        if let plain = all[name] {
            (key, values, kind) = (name, plain, isIrradiance ? .precedingMean : .instant)
        } else if isIrradiance, let instant = all[name + "_instant"] {
            (key, values, kind) = (name + "_instant", instant, .instant)
        } else {
            return nil
        }
        switch (name, units[key] ?? "") {
        case (_, "W/m²") where isIrradiance: factor = 1
        case ("temperature_2m", "°C"), ("cloud_cover", "%"), ("wind_speed_10m", "m/s"): factor = 1
        case ("wind_speed_10m", "km/h"): factor = 1 / 3.6
        case (_, let unit):
            problems.append("\(key) in \(unit.isEmpty ? "no unit" : String(unit.prefix(20)))")
            return nil
        }
    }

    /// The mean between two neighbouring labels; nil where a value it needs is missing.
    func mean(_ start: Int, _ end: Int) -> Double? {
        let mean: Double? =
            switch kind {
            case .precedingMean: values[end]
            case .instant: values[start].flatMap { first in values[end].map { (first + $0) / 2 } }
            }
        // Irradiances computed near sunset have been sent as low as −84 W/m².
        return mean.map { isIrradiance ? max(0, $0) : $0 * factor }
    }
}
