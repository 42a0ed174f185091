/// Where claims hold the role: `.role`, `."https://example.org/roles"[0]`.
struct ClaimPath: Sendable, Equatable {
    private enum Step: Sendable, Equatable {
        case key(String)
        case index(Int)
    }

    private var steps: [Step] = []

    /// - Throws: `APIConfigurationError` where the text is no path of keys and indexes.
    init(_ text: String) throws {
        var rest = Substring(text)
        while let first = rest.first {
            rest.removeFirst()
            switch first {
            case "." where rest.first == "\"":
                rest.removeFirst()
                guard let end = rest.firstIndex(of: "\"") else { throw Self.failure(text) }
                steps.append(.key(String(rest[..<end])))
                rest = rest[rest.index(after: end)...]
            case ".":
                let key = rest.prefix { $0 != "." && $0 != "[" }
                guard !key.isEmpty else { throw Self.failure(text) }
                steps.append(.key(String(key)))
                rest = rest.dropFirst(key.count)
            case "[":
                let digits = rest.prefix { $0 != "]" }
                guard let index = Int(digits), index >= 0, digits.count < rest.count else { throw Self.failure(text) }
                steps.append(.index(index))
                rest = rest.dropFirst(digits.count + 1)
            default: throw Self.failure(text)
            }
        }
    }

    /// The role there; a value that is no string in its JSON form; nil where the path leads nowhere.
    func text(in claims: JSONValue) -> String? {
        var value = claims
        for step in steps {
            switch (step, value) {
            case (.key(let key), .object):
                guard let next = value[key: key] else { return nil }
                value = next
            case (.index(let index), .array(let elements)):
                guard elements.indices.contains(index) else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value.string ?? value.text
    }

    private static func failure(_ text: String) -> APIConfigurationError {
        APIConfigurationError("The role's claim path '\(text)' is not made of .key, .\"key\" and [index].")
    }
}
