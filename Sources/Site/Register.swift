/// How one register (or virtual input) is read and written. value = raw × scale + bias, in our unit and sign.
public struct Register: Sendable, Equatable, Codable {
    /// Word order and signedness.
    public enum Encoding: String, Sendable, Codable {
        case u16, i16
        /// Low word first.
        case u32le = "u32_le"
        case i32le = "i32_le"
        case u64le = "u64_le"
        case f32le = "f32_le"
        /// High word first.
        case u32be = "u32_be"
        case i32be = "i32_be"
        case f32be = "f32_be"
        /// Two characters a word, high byte first.
        case ascii
        /// A decimal number over HTTP.
        case number
    }

    /// Metric or setting.
    public var point: String
    /// Virtual input over HTTP.
    public var path: String?
    /// Words from the start of the block it is read with.
    public var offset: Int
    public var words: Int
    public var encoding: Encoding
    /// Bits of a word shared with others.
    public var mask: UInt16?
    public var scale: Double
    public var bias: Double
    /// Words from the start of the block to a signed power of ten.
    public var exponentOffset: Int?

    public init(
        point: String, path: String? = nil, offset: Int = 0, words: Int, encoding: Encoding, mask: UInt16? = nil, scale: Double = 1, bias: Double = 0,
        exponentOffset: Int? = nil
    ) {
        self.point = point
        self.path = path
        self.offset = offset
        self.words = words
        self.encoding = encoding
        self.mask = mask
        self.scale = scale
        self.bias = bias
        self.exponentOffset = exponentOffset
    }

    private enum CodingKeys: String, CodingKey {
        case point, path, offset, words, encoding, mask, scale, bias, exponentOffset
    }

    /// `offset` is absent for virtual inputs.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        point = try container.decode(String.self, forKey: .point)
        path = try container.decodeIfPresent(String.self, forKey: .path)
        offset = try container.decodeIfPresent(Int.self, forKey: .offset) ?? 0
        words = try container.decode(Int.self, forKey: .words)
        encoding = try container.decode(Encoding.self, forKey: .encoding)
        mask = try container.decodeIfPresent(UInt16.self, forKey: .mask)
        scale = try container.decode(Double.self, forKey: .scale)
        bias = try container.decode(Double.self, forKey: .bias)
        exponentOffset = try container.decodeIfPresent(Int.self, forKey: .exponentOffset)
    }
}
