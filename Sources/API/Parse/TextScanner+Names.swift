extension TextScanner {
    static let nameExpected = "field name (* or [a..z0..9_$])"

    /// `name = quoted | plain { "-" plain }`; a `-` that begins an arrow ends it.
    mutating func name() throws(ParseFailure) -> String {
        if peek() == "\"" { return try quoted() }
        var text = try identifier(Self.nameExpected)
        while peek() == "-", peek(1) != ">" {
            advance()
            text += "-" + (try identifier("letter or digit"))
        }
        return text
    }

    /// One or more letters, digits, `_`, `$` and blanks, trimmed at both ends. Also a cast and a text search configuration.
    mutating func identifier(_ expected: String = "letter, digit or one of \"_ $\"") throws(ParseFailure) -> String {
        let text = take(while: Self.isNameScalar)
        guard !text.isEmpty else { throw failure(expecting: expected) }
        return text.trimmed
    }

    /// `"…"` where a backslash takes the next character as it is.
    mutating func quoted() throws(ParseFailure) -> String {
        try expect("\"")
        var text = String.UnicodeScalarView()
        while let scalar = peek() {
            advance()
            if scalar == "\"" { return String(text) }
            if scalar == "\\" {
                guard let escaped = peek() else { break }
                advance()
                text.append(escaped)
            } else {
                text.append(scalar)
            }
        }
        throw failure(expecting: "\"\\\"\"")
    }

    /// `{ ("->" | "->>") (index | key) }`
    mutating func jsonPath() throws(ParseFailure) -> [JSONStep] {
        var path: [JSONStep] = []
        while sees("->") {
            let asText = sees("->>")
            advance(asText ? 3 : 2)
            path.append(JSONStep(asText: asText, operand: try jsonOperand()))
        }
        return path
    }

    private mutating func jsonOperand() throws(ParseFailure) -> JSONStep.Operand {
        let start = position
        let sign = take("-") ? "-" : ""
        let digits = take { ("0"..."9").contains($0) }
        if !digits.isEmpty, atEnd || sees("->") || sees("::") || sees(".") || sees(",") { return .index(sign + digits) }
        rewind(to: start)
        if peek() == "\"" { return .key(try quoted()) }
        var key = try jsonKey()
        while peek() == "-", peek(1) != ">" {
            advance()
            key += "-" + (try jsonKey())
        }
        return .key(key)
    }

    private mutating func jsonKey() throws(ParseFailure) -> String {
        let reserved: Set<Unicode.Scalar> = ["(", "-", ":", ".", ",", ">", ")"]
        let key = take { !reserved.contains($0) }
        guard !key.isEmpty else { throw failure(expecting: "any non reserved character different from: .,>()") }
        return key.trimmed
    }

    /// `field = name jsonpath`, blanks around it allowed.
    mutating func field() throws(ParseFailure) -> Field {
        blanks()
        let field = Field(name: try name(), path: try jsonPath())
        blanks()
        return field
    }

    static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_" || scalar == " " || scalar == "$"
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        default: return false
        }
    }
}

extension String {
    /// Without blanks at both ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
