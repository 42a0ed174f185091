/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed, everywhere.
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

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
