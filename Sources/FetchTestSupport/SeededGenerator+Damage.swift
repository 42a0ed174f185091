public import TestSupport

extension SeededGenerator {
    /// A damaged copy: cut somewhere, or up to eight bytes changed, left out or doubled.
    public mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        if Int.random(in: 0..<4, using: &self) == 0 { return Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &self))) }
        for _ in 0..<Int.random(in: 1...8, using: &self) where !bytes.isEmpty {
            let index = bytes.indices.randomElement(using: &self)!
            switch Int.random(in: 0..<4, using: &self) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &self)
            // Digits for digits, so that many damaged documents still parse.
            case 1: bytes[index] = UInt8(ascii: "0") + UInt8.random(in: 0...9, using: &self)
            case 2: bytes.remove(at: index)
            default: bytes.insert(bytes[index], at: index)
            }
        }
        return bytes
    }
}
