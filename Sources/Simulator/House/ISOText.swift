public import Site

/// Encodes an instant as ISO 8601 text instead of microseconds.
@propertyWrapper
public struct ISOText: Sendable, Hashable, Codable {
    public var wrappedValue: Instant

    public init(wrappedValue: Instant) { self.wrappedValue = wrappedValue }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no ISO 8601 time with an offset")
        }
        wrappedValue = instant
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue.description)
    }
}
