/// A JSON document. Numbers keep their text, objects keep their order, so that what was read is what is written.
enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The number exactly as it stood in the source.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    struct Member: Sendable, Equatable {
        var key: String
        var value: JSONValue
    }

    static func integer(_ value: Int) -> JSONValue { .number(String(value)) }

    /// The string, or null where there is none.
    init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

    /// The value of the first member of that name; nil for anything but an object that has it.
    subscript(key key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral {
    init(stringLiteral value: String) { self = .string(value) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements.map { Member(key: $0, value: $1) }) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
}
