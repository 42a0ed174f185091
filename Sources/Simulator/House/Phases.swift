/// One value per phase L1, L2, L3.
typealias Phases = SIMD3<Double>

extension SIMD3<Double> {
    /// Split equally.
    static func balanced(_ total: Double) -> Self { Self(repeating: total / 3) }

    /// Everything on one phase, 0 to 2.
    static func single(_ phase: Int, _ value: Double) -> Self {
        var result = Self.zero
        result[phase] = value
        return result
    }

    var array: [Double] { [x, y, z] }

    /// Where positive.
    var positive: Self { pointwiseMax(self, .zero) }
    /// Where negative, as a positive amount.
    var negative: Self { pointwiseMax(-self, .zero) }
}
