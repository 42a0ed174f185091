extension TextScanner {
    /// The whole of an `order` parameter.
    static func order(_ text: String) throws(ParseFailure) -> [OrderTerm] {
        var scanner = TextScanner(text)
        var terms: [OrderTerm] = []
        repeat { terms.append(try scanner.orderTerm()) } while scanner.take(",")
        try scanner.expectEnd("\",\" or end of input")
        return terms
    }

    private mutating func orderTerm() throws(ParseFailure) -> OrderTerm {
        blanks()
        var term = OrderTerm(field: try field())
        if take("(") {
            guard term.field.path.isEmpty else { throw failure(expecting: "delimiter (.), \",\" or end of input") }
            term.relation = term.field.name
            term.field = try field()
            try expect(")")
        }
        if take(".asc") { term.isDescending = false } else if take(".desc") { term.isDescending = true }
        if take(".nullsfirst") { term.nullsFirst = true } else if take(".nullslast") { term.nullsFirst = false }
        blanks()
        guard atEnd || peek() == "," else {
            if take(".") {
                throw failure(expecting: term.isDescending == nil ? "\"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"" : "\"nullsfirst\" or \"nullslast\"")
            }
            throw failure(expecting: "delimiter (.), \",\" or end of input")
        }
        return term
    }

    /// `name { "," name }`, for `columns` and `on_conflict`.
    static func columns(_ text: String) throws(ParseFailure) -> [String] {
        var scanner = TextScanner(text)
        var names = [try scanner.name()]
        scanner.blanks()
        while scanner.take(",") {
            scanner.blanks()
            names.append(try scanner.name())
            scanner.blanks()
        }
        try scanner.expectEnd("\",\" or end of input")
        return names
    }
}
