import Glibc

/// Randomness without a state: the same seed, stream and index always give the same number, so any moment of any
/// day can be asked for in any order.
struct Noise: Sendable {
    /// What a number is for; numbers of different streams are independent.
    enum Stream: UInt64, Sendable {
        case cloudRegime, cloudHours, cloudMinutes, temperatureDays, temperatureHours, wind
        case forecastCloud, forecastCloudRun, forecastTemperature, forecastTemperatureRun
        case baseLoad, appliance, car, draw, voltage, frequency, clock
        case priceDay, priceHour, priceQuarter, priceArea, priceVolume, publication, priceSecondAuction
        case exchangeYear, exchangeDay
    }

    let seed: UInt64

    /// Uniform in [0, 1).
    func uniform(_ stream: Stream, _ index: Int, _ sub: Int = 0) -> Double {
        var value = seed &+ stream.rawValue &* 0x9E37_79B9_7F4A_7C15
        value = Self.mix(value ^ Self.mix(UInt64(bitPattern: Int64(index)) &+ 0xD1B5_4A32_D192_ED03))
        value = Self.mix(value &+ UInt64(bitPattern: Int64(sub)) &* 0x2545_F491_4F6C_DD1D)
        return Double(value >> 11) * 0x1p-53
    }

    /// Normal with mean 0 and deviation 1 (Box and Muller).
    func normal(_ stream: Stream, _ index: Int, _ sub: Int = 0) -> Double {
        let radius = (-2 * log(1 - uniform(stream, index, 2 * sub))).squareRoot()
        return radius * cos(2 * .pi * uniform(stream, index, 2 * sub + 1))
    }

    /// A continuous curve over `seconds`, normal with deviation 1 at every moment, forgetting itself over about `period`.
    func curve(_ stream: Stream, _ seconds: Double, period: Double, _ sub: Int = 0) -> Double {
        let position = seconds / period
        let left = position.rounded(.down)
        // Quarter-circle weights keep the variance the same between the lattice points.
        let angle = (position - left) * .pi / 2
        let index = Int(left)
        return cos(angle) * normal(stream, index, sub) + sin(angle) * normal(stream, index + 1, sub)
    }

    /// SplitMix64's finaliser (Steele, Lea, Flood 2014).
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
