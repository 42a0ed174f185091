internal import HTTPTypes
internal import Yams

/// A configuration between YAML and JSON: plain scalars mean what they mean in JSON, everything else is text, so that `17:30` stays a time and `no` a word.
enum ConfigurationDocument {
    static let longest = 512 << 10
    private static let deepest = 32
    private static let mostNodes = 100_000

    /// - Throws: SA422 with the line, for what is no YAML; SA413 above the limits.
    static func read(_ text: String) throws(APIError) -> JSONValue {
        guard text.utf8.count <= longest else { throw .bodyTooLarge(limit: longest) }
        try refuseDepth(text)
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw fault("this is no YAML: \(error)")
        }
        var left = mostNodes
        return try root.map { node throws(APIError) in try value(node, depth: 0, &left) } ?? .object([])
    }

    static func write(_ document: JSONValue) throws(APIError) -> String {
        do {
            return try Yams.serialize(node: node(document), width: -1, allowUnicode: true, lineBreak: .ln)
        } catch {
            throw APIError(.internalServerError, "SA500", "the configuration could not be written as YAML")
        }
    }

    private static func value(_ node: Node, depth: Int, _ left: inout Int) throws(APIError) -> JSONValue {
        left -= 1
        // Aliases let a short text stand for a long document.
        guard left > 0, depth <= deepest else { throw fault("the document is too large or nests too deep") }
        switch node {
        case .scalar(let scalar): return self.scalar(scalar)
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            for element in sequence { elements.append(try value(element, depth: depth + 1, &left)) }
            return .array(elements)
        case .mapping(let mapping):
            var members: [JSONValue.Member] = []
            for (key, content) in mapping {
                guard let name = key.scalar?.string else { throw fault("line \(key.mark?.line ?? 0): a key must be a word") }
                members.append(.init(key: name, value: try value(content, depth: depth + 1, &left)))
            }
            return .object(members)
        case .alias: throw fault("an alias without its anchor")
        }
    }

    private static func scalar(_ scalar: Node.Scalar) -> JSONValue {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        switch scalar.string {
        case "", "~", "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default:
            if case .number(let text)? = JSONReader.value(scalar.string) { return .number(text) }
            return .string(scalar.string)
        }
    }

    private static func node(_ value: JSONValue) -> Node {
        switch value {
        case .null: .scalar(.init("null", Tag(.null), .plain))
        case .bool(let flag): .scalar(.init(flag ? "true" : "false", Tag(.bool), .plain))
        case .number(let text): .scalar(.init(text, Tag(.float), .plain))
        case .string(let text):
            // Words that other readers of YAML take for something else are quoted.
            .scalar(.init(text, Tag(.str), isPlain(text) ? .plain : .doubleQuoted))
        case .array(let elements): .sequence(.init(elements.map { node($0) }, Tag(.seq), .block))
        case .object(let members): .mapping(.init(members.map { (Node($0.key), node($0.value)) }, Tag(.map), .block))
        }
    }

    /// Letters, digits, and what names hold, beginning with a letter.
    private static func isPlain(_ text: String) -> Bool {
        let words: Set = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
        guard let first = text.utf8.first, (UInt8(ascii: "A")...UInt8(ascii: "z")).contains(first | 0x20), !words.contains(text.lowercased()) else { return false }
        return text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_-./ ".utf8.contains(byte)
        } && text.utf8.last != UInt8(ascii: " ")
    }

    /// The parser calls itself for each level; a few bytes a level would use its stack up.
    private static func refuseDepth(_ text: String) throws(APIError) {
        var open = 0
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            var blanks = 0, marks = 0
            scan: for byte in line {
                switch byte {
                case UInt8(ascii: " "): blanks += 1
                case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): marks += 1
                default: break scan
                }
            }
            for byte in line {
                if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { open += 1 }
                if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { open = max(0, open - 1) }
            }
            guard blanks <= 200, marks <= deepest || marks == line.count, open <= deepest else { throw fault("the document nests too deep") }
        }
    }

    private static func fault(_ message: String) -> APIError {
        APIError(.unprocessableContent, "SA422", message)
    }
}
