internal import Foundation

extension Register {
    /// The number in a block, in our unit; nil where the block is too short, the encoding is text, or the device says "not available".
    /// - Parameter sunspec: true where the patterns of SunSpec mean "not available" (0x8000, 0xFFFF, NaN).
    public func number(in block: [UInt16], sunspec: Bool = false) -> Double? {
        guard offset >= 0, offset + words <= block.count, let raw = raw(Array(block[offset..<offset + words]), sunspec: sunspec) else { return nil }
        var value = raw * scale
        if let exponentOffset {
            guard block.indices.contains(exponentOffset), block[exponentOffset] != 0x8000 else { return nil }
            value *= pow(10, Double(Int16(bitPattern: block[exponentOffset])))
        }
        return value + bias
    }

    /// The text in a block: two characters a word, ended by NUL, blanks at its end dropped.
    public func text(in block: [UInt16]) -> String? {
        guard offset >= 0, offset + words <= block.count else { return nil }
        if encoding != .ascii { return number(in: block).map { $0 == $0.rounded() ? String(Int($0)) : String($0) } }
        let bytes = block[offset..<offset + words].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }.prefix { $0 != 0 }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespaces)
        return text.isEmpty ? nil : text
    }

    private func raw(_ word: [UInt16], sunspec: Bool) -> Double? {
        switch encoding {
        case .u16:
            if let mask { return Double((word[0] & mask) >> mask.trailingZeroBitCount) }
            return sunspec && word[0] == 0xFFFF ? nil : Double(word[0])
        case .i16: return sunspec && word[0] == 0x8000 ? nil : Double(Int16(bitPattern: word[0]))
        case .u32le, .u32be:
            let value = wide(word)
            return sunspec && value == 0xFFFF_FFFF ? nil : Double(value)
        case .i32le, .i32be:
            let value = wide(word)
            return sunspec && value == 0x8000_0000 ? nil : Double(Int32(bitPattern: value))
        case .f32le, .f32be:
            let value = Float(bitPattern: wide(word))
            return value.isFinite ? Double(value) : nil
        case .u64le: return Double(word.reversed().reduce(UInt64(0)) { $0 << 16 | UInt64($1) })
        case .ascii, .number: return nil
        }
    }

    /// Two words as one, in the encoding's order.
    private func wide(_ word: [UInt16]) -> UInt32 {
        switch encoding {
        case .u32le, .i32le, .f32le: UInt32(word[1]) << 16 | UInt32(word[0])
        default: UInt32(word[0]) << 16 | UInt32(word[1])
        }
    }
}
