/// Numbers as devices put them into registers.
enum RegisterWords {
    /// Rounded into an unsigned register; what does not fit sticks at the end.
    static func u16(_ value: Double) -> UInt16 { UInt16(min(65_535, max(0, value.rounded()))) }

    /// Rounded into two's complement; what does not fit sticks at the end.
    static func s16(_ value: Double) -> UInt16 { UInt16(bitPattern: Int16(min(32_767, max(-32_768, value.rounded())))) }

    static func u32(_ value: Double) -> (high: UInt16, low: UInt16) {
        let bits = UInt32(min(4_294_967_295, max(0, value.rounded())))
        return (UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits))
    }

    static func s32(_ value: Double) -> (high: UInt16, low: UInt16) {
        let bits = UInt32(bitPattern: Int32(min(2_147_483_647, max(-2_147_483_648, value.rounded()))))
        return (UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits))
    }

    /// IEEE 754 single.
    static func float32(_ value: Double) -> (high: UInt16, low: UInt16) {
        let bits = Float(value).bitPattern
        return (UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits))
    }

    /// Two characters a register, the first in the high byte, NUL behind the end.
    static func text(_ text: String, registers: Int) -> [UInt16] {
        let bytes = Array(text.utf8.prefix(registers * 2))
        return (0..<registers).map { index in
            let high = 2 * index < bytes.count ? bytes[2 * index] : 0
            let low = 2 * index + 1 < bytes.count ? bytes[2 * index + 1] : 0
            return UInt16(high) << 8 | UInt16(low)
        }
    }
}
