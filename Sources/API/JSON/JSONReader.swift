/// Reads JSON (RFC 8259) from UTF-8 bytes, strictly, and never deeper than `depthLimit`.
///
/// A reader of our own because bodies go to PostgreSQL as they came: we only need to know that they are JSON and which
/// keys they hold, and numbers in a token's claims must not lose digits on their way into a setting.
struct JSONReader {
    /// PostgreSQL's own parser gives up at a depth its stack allows; this is far below and far above what tables hold.
    static let depthLimit = 512

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The document; nil when the text is not exactly one JSON value.
    static func value(_ text: String) -> JSONValue? {
        read(text) { reader in
            guard let value = reader.value(depth: 0), reader.atEnd() else { return nil }
            return value
        }
    }

    /// What a body is, without building it; nil when the text is not exactly one JSON value.
    static func shape(_ text: String) -> JSONShape? {
        read(text) { reader in
            guard let shape = reader.shape(), reader.atEnd() else { return nil }
            return shape
        }
    }

    private static func read<Value>(_ text: String, _ body: (inout JSONReader) -> Value?) -> Value? {
        var text = text
        return text.withUTF8 { bytes in
            var reader = JSONReader(bytes)
            return body(&reader)
        }
    }

    // MARK: - Bytes

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func blanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private mutating func atEnd() -> Bool {
        blanks()
        return index == bytes.count
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        index += 1
        return true
    }

    private mutating func take(word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] { return false }
        index += count
        return true
    }

    // MARK: - Values

    private mutating func value(depth: Int) -> JSONValue? {
        guard depth < Self.depthLimit else { return nil }
        blanks()
        switch current {
        case UInt8(ascii: "{"):
            var members: [JSONValue.Member] = []
            guard readMembers(depth: depth, { members.append(JSONValue.Member(key: $0, value: $1)) }) else { return nil }
            return .object(members)
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            guard list({ reader in reader.value(depth: depth + 1).map { elements.append($0) } != nil }) else { return nil }
            return .array(elements)
        case UInt8(ascii: "\""): return string().map(JSONValue.string)
        case UInt8(ascii: "t"): return take(word: "true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return take(word: "false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return take(word: "null") ? .null : nil
        default:
            let start = index
            guard number() else { return nil }
            return .number(String(decoding: bytes[start..<index], as: UTF8.self))
        }
    }

    /// Walks over a value without building it.
    private mutating func skip(depth: Int) -> Bool {
        guard depth < Self.depthLimit else { return false }
        blanks()
        switch current {
        case UInt8(ascii: "{"): return object { reader, _ in reader.skip(depth: depth + 1) }
        case UInt8(ascii: "["): return list { reader in reader.skip(depth: depth + 1) }
        case UInt8(ascii: "\""): return string() != nil
        case UInt8(ascii: "t"): return take(word: "true")
        case UInt8(ascii: "f"): return take(word: "false")
        case UInt8(ascii: "n"): return take(word: "null")
        default: return number()
        }
    }

    private mutating func shape() -> JSONShape? {
        blanks()
        switch current {
        case UInt8(ascii: "{"):
            return keys(depth: 0).map(JSONShape.object)
        case UInt8(ascii: "["):
            var first: Set<String>?
            var uniform = true
            let complete = list { reader in
                reader.blanks()
                guard reader.current == UInt8(ascii: "{") else {
                    uniform = false
                    return reader.skip(depth: 1)
                }
                guard let keys = reader.keys(depth: 1) else { return false }
                if let first, first != keys { uniform = false }
                first = first ?? keys
                return true
            }
            guard complete else { return nil }
            if !uniform { return .mixedArray }
            return .objects(keys: first)
        default:
            return skip(depth: 0) ? .scalar : nil
        }
    }

    private mutating func keys(depth: Int) -> Set<String>? {
        var keys: Set<String> = []
        let complete = object { reader, key in
            keys.insert(key)
            return reader.skip(depth: depth + 1)
        }
        return complete ? keys : nil
    }

    private mutating func readMembers(depth: Int, _ add: (String, JSONValue) -> Void) -> Bool {
        object { reader, key in
            guard let value = reader.value(depth: depth + 1) else { return false }
            add(key, value)
            return true
        }
    }

    /// `{ "key": … , … }`; the closure reads each value.
    private mutating func object(_ member: (inout JSONReader, String) -> Bool) -> Bool {
        guard take(UInt8(ascii: "{")) else { return false }
        blanks()
        if take(UInt8(ascii: "}")) { return true }
        while true {
            blanks()
            guard let key = string() else { return false }
            blanks()
            guard take(UInt8(ascii: ":")), member(&self, key) else { return false }
            blanks()
            if take(UInt8(ascii: "}")) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    /// `[ … , … ]`; the closure reads each element.
    private mutating func list(_ element: (inout JSONReader) -> Bool) -> Bool {
        guard take(UInt8(ascii: "[")) else { return false }
        blanks()
        if take(UInt8(ascii: "]")) { return true }
        while true {
            guard element(&self) else { return false }
            blanks()
            if take(UInt8(ascii: "]")) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func number() -> Bool {
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 >= 0x30 && $0 <= 0x39 } ?? false }
        _ = take(UInt8(ascii: "-"))
        guard isDigit(current) else { return false }
        if !take(UInt8(ascii: "0")) { while isDigit(current) { index += 1 } }
        if take(UInt8(ascii: ".")) {
            guard isDigit(current) else { return false }
            while isDigit(current) { index += 1 }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard isDigit(current) else { return false }
            while isDigit(current) { index += 1 }
        }
        return true
    }

    private mutating func string() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        var start = index
        var text = ""
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                text += String(decoding: bytes[start..<index], as: UTF8.self)
                index += 1
                return text
            case UInt8(ascii: "\\"):
                text += String(decoding: bytes[start..<index], as: UTF8.self)
                index += 1
                guard let scalar = escape() else { return nil }
                text.unicodeScalars.append(scalar)
                start = index
            case 0..<0x20: return nil
            default: index += 1
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard let byte = current else { return nil }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let unit = codeUnit() else { return nil }
            guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
            guard take(word: "\\u"), let trail = codeUnit(), UTF16.isTrailSurrogate(trail) else { return nil }
            return Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(trail) - 0xDC00))
        default: return nil
        }
    }

    private mutating func codeUnit() -> UInt16? {
        guard index + 4 <= bytes.count else { return nil }
        let digits = bytes[index..<index + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        index += 4
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
