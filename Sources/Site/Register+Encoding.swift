/// A value that a register cannot hold.
public struct RegisterRangeError: Error, Sendable, Equatable, CustomStringConvertible {
    public let point: String
    public let value: Double
    public var description: String { "\(point): \(value) does not fit its register" }
}

extension Register {
    /// The words that mean `value`.
    /// - Parameter current: what the register holds, needed where only some of its bits are ours.
    /// - Throws: where the encoding cannot hold the value, or bits are to be changed in a register that was not read.
    public func words(for value: Double, current: [UInt16]? = nil) throws(RegisterRangeError) -> [UInt16] {
        let refused = RegisterRangeError(point: point, value: value)
        guard value.isFinite else { throw refused }
        let raw = ((value - bias) / scale).rounded()
        switch encoding {
        case .u16:
            guard let word = UInt16(exactly: raw) else { throw refused }
            guard let mask else { return [word] }
            guard let current, let held = current.first, word <= mask >> mask.trailingZeroBitCount else { throw refused }
            return [held & ~mask | word << mask.trailingZeroBitCount]
        case .i16:
            guard let word = Int16(exactly: raw) else { throw refused }
            return [UInt16(bitPattern: word)]
        case .u32le, .u32be:
            guard let wide = UInt32(exactly: raw) else { throw refused }
            return split(wide)
        case .i32le, .i32be:
            guard let wide = Int32(exactly: raw) else { throw refused }
            return split(UInt32(bitPattern: wide))
        case .f32le, .f32be: return split(Float((value - bias) / scale).bitPattern)
        case .u64le, .ascii, .number: throw refused
        }
    }

    private func split(_ wide: UInt32) -> [UInt16] {
        let high = UInt16(wide >> 16)
        let low = UInt16(truncatingIfNeeded: wide)
        switch encoding {
        case .u32le, .i32le, .f32le: return [low, high]
        default: return [high, low]
        }
    }
}
