extension TextScanner {
    static let operatorExpected = "\"not\" or operator (eq, gt, ...)"

    /// Where a value stands decides where it ends.
    enum ValueContext {
        /// Everything to the end of the parameter.
        case parameter
        /// Inside `and(…)`: quoted, or `{…}`, or up to `,` or `)`.
        case logic
    }

    /// `filterkey = { name "." } name jsonpath`: the path of embeds and the field.
    static func filterKey(_ text: String) throws(ParseFailure) -> (path: [String], field: Field) {
        var scanner = TextScanner(text)
        var names = [try scanner.name()]
        while scanner.take(".") { names.append(try scanner.name()) }
        let field = Field(name: names.removeLast(), path: try scanner.jsonPath())
        try scanner.expectEnd("delimiter (.) or end of input")
        return (names, field)
    }

    /// The value of a filter parameter: `["not."] op`.
    static func filter(_ text: String, on field: Field) throws(ParseFailure) -> Filter {
        var scanner = TextScanner(text)
        let filter = try scanner.filter(on: field, .parameter)
        try scanner.expectEnd("end of input")
        return filter
    }

    mutating func filter(on field: Field, _ context: ValueContext) throws(ParseFailure) -> Filter {
        let negated = take("not.")
        let start = position
        let word = take { ("a"..."z").contains($0) }
        guard let operation = try operation(word, context) else {
            rewind(to: start)
            throw failure(expecting: negated ? "operator (eq, gt, ...)" : Self.operatorExpected)
        }
        return Filter(field: field, negated: negated, operation: operation)
    }

    private mutating func operation(_ word: String, _ context: ValueContext) throws(ParseFailure) -> Filter.Operation? {
        switch word {
        case "in":
            guard take(".") else { return nil }
            return .any(try list())
        case "is":
            guard take(".") else { return nil }
            return .is(try truthValue())
        case "isdistinct":
            guard take(".") else { return nil }
            return .distinct(value(context))
        default: break
        }
        if let search = Filter.TextSearch(rawValue: word) {
            var configuration: String?
            if take("(") {
                configuration = try identifier()
                try expect(")")
            }
            try expect(".", "delimiter (.)")
            return .matches(search, configuration: configuration, query: value(context))
        }
        guard let comparison = Filter.Comparison(rawValue: word) else { return nil }
        var quantifier: Filter.Quantifier?
        if comparison.takesQuantifier {
            if take("(any)") { quantifier = .any } else if take("(all)") { quantifier = .all }
        }
        try expect(".", "delimiter (.)")
        return .compare(comparison, quantifier: quantifier, value: value(context))
    }

    private mutating func truthValue() throws(ParseFailure) -> Filter.TruthValue {
        let start = position
        let word = take { Self.isNameScalar($0) && $0 != " " }
        guard let value = Filter.TruthValue(rawValue: word.lowercased()) else {
            rewind(to: start)
            throw failure(expecting: "isVal: (null, not_null, true, false, unknown)")
        }
        return value
    }

    /// `(element, …)`, blanks around the parentheses allowed.
    private mutating func list() throws(ParseFailure) -> [String] {
        blanks()
        try expect("(")
        blanks()
        var elements: [String] = []
        repeat { elements.append(element()) } while take(",")
        try expect(")", "\",\" or \")\"")
        blanks()
        return elements
    }

    /// Quoted if a `,` or `)` follows the closing quote, else everything up to one.
    private mutating func element() -> String {
        let start = position
        if peek() == "\"", let text = try? quoted(), atEnd || peek() == "," || peek() == ")" { return text }
        rewind(to: start)
        return take { $0 != "," && $0 != ")" }
    }

    private mutating func value(_ context: ValueContext) -> String {
        switch context {
        case .parameter: return rest()
        case .logic:
            let start = position
            if peek() == "{" {
                let braces = take("{") ? "{" + take { $0 != "{" && $0 != "}" } : ""
                if take("}") { return braces + "}" }
                rewind(to: start)
            }
            return element()
        }
    }
}
