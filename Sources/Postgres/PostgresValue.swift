/// One bound parameter in PostgreSQL's text form; nil is NULL. The server infers the type from the statement.
public struct PostgresValue: Sendable, Equatable {
    public let text: String?

    public init(_ text: String?) { self.text = text }

    public static let null = PostgresValue(nil)
}

/// A type that has a text form PostgreSQL reads.
public protocol PostgresEncodable {
    var postgresText: String { get }
}

/// A type that can be read from PostgreSQL's text form; nil where the text does not fit.
public protocol PostgresDecodable {
    init?(postgresText: String)
}

extension PostgresValue {
    public init(_ value: (some PostgresEncodable)?) {
        self.init(value.map(\.postgresText))
    }

    /// An array literal of any depth one; nil elements are NULL.
    public init<Element: PostgresEncodable>(array: [Element?]) {
        self.init(PostgresArray.literal(array.map { $0?.postgresText }))
    }

    public init<Element: PostgresEncodable>(array: [Element]) {
        self.init(PostgresArray.literal(array.map { $0.postgresText }))
    }
}

extension PostgresValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
    ExpressibleByStringInterpolation
{
    public init(stringLiteral value: String) { self.init(value) }
    public init(integerLiteral value: Int) { self.init(String(value)) }
    public init(booleanLiteral value: Bool) { self.init(value.postgresText) }
    public init(nilLiteral: ()) { self.init(nil as String?) }
}

extension String: PostgresEncodable, PostgresDecodable {
    public var postgresText: String { self }
    public init?(postgresText: String) { self = postgresText }
}

extension Int: PostgresEncodable, PostgresDecodable {
    public var postgresText: String { String(self) }
    public init?(postgresText: String) { self.init(postgresText) }
}

extension Int32: PostgresEncodable, PostgresDecodable {
    public var postgresText: String { String(self) }
    public init?(postgresText: String) { self.init(postgresText) }
}

extension UInt16: PostgresEncodable, PostgresDecodable {
    public var postgresText: String { String(self) }
    public init?(postgresText: String) { self.init(postgresText) }
}

extension Double: PostgresEncodable, PostgresDecodable {
    /// Shortest text that reads back as the same double; `Infinity` and `NaN` in PostgreSQL's spelling.
    public var postgresText: String {
        if isNaN { return "NaN" }
        if isInfinite { return self > 0 ? "Infinity" : "-Infinity" }
        return description
    }
    public init?(postgresText: String) {
        switch postgresText {
        case "NaN": self = .nan
        case "Infinity": self = .infinity
        case "-Infinity": self = -.infinity
        default: self.init(postgresText)
        }
    }
}

extension Bool: PostgresEncodable, PostgresDecodable {
    public var postgresText: String { self ? "t" : "f" }
    public init?(postgresText: String) {
        switch postgresText {
        case "t", "true": self = true
        case "f", "false": self = false
        default: return nil
        }
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    /// NULL elements are refused; read `[Element?]` where they are legal.
    public init?(postgresText: String) {
        guard let elements = PostgresArray.elements(postgresText) else { return nil }
        var decoded: [Element] = []
        decoded.reserveCapacity(elements.count)
        for element in elements {
            guard let text = element, let value = Element(postgresText: text) else { return nil }
            decoded.append(value)
        }
        self = decoded
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    public init?(postgresText: String) {
        guard let value = Wrapped(postgresText: postgresText) else { return nil }
        self = .some(value)
    }
}
