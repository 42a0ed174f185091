extension TextScanner {
    /// `{ name "." } ["not."] ("and" | "or")`: the path of embeds, negation and junctor.
    static func logicKey(_ text: String) throws(ParseFailure) -> (path: [String], negated: Bool, junctor: LogicTree.Junctor) {
        var scanner = TextScanner(text)
        var names = [try scanner.name()]
        while scanner.take(".") { names.append(try scanner.name()) }
        try scanner.expectEnd("delimiter (.) or end of input")
        guard let junctor = LogicTree.Junctor(rawValue: names.removeLast()) else {
            throw scanner.failure(expecting: "logic operator (and, or)")
        }
        return (names.filter { $0 != "not" }, names.contains("not"), junctor)
    }

    /// The parenthesised nodes behind a logic key.
    static func logic(
        _ text: String, negated: Bool, _ junctor: LogicTree.Junctor
    ) throws(ParseFailure) -> LogicTree {
        var scanner = TextScanner(text)
        let nodes = try scanner.logicNodes(depth: 0)
        try scanner.expectEnd("end of input")
        return .group(negated: negated, junctor, nodes)
    }

    private mutating func logicNodes(depth: Int) throws(ParseFailure) -> [LogicTree] {
        guard depth < Self.depthLimit else { throw failure(expecting: "at most \(Self.depthLimit) nested conditions") }
        blanks()
        try expect("(")
        var nodes: [LogicTree] = []
        repeat {
            blanks()
            nodes.append(try logicNode(depth: depth))
            blanks()
        } while take(",")
        try expect(")", "\",\" or \")\"")
        blanks()
        return nodes
    }

    private mutating func logicNode(depth: Int) throws(ParseFailure) -> LogicTree {
        let start = position
        let negated = take("not.")
        for junctor in [LogicTree.Junctor.and, .or] {
            guard take(junctor.rawValue) else { continue }
            blanks()
            if peek() == "(" { return .group(negated: negated, junctor, try logicNodes(depth: depth + 1)) }
            break
        }
        rewind(to: start)
        guard let first = peek(), first == "\"" || Self.isNameScalar(first) else {
            throw failure(expecting: "field name (* or [a..z0..9_$]), negation operator (not) or logic operator (and, or)")
        }
        let field = try field()
        try expect(".", "delimiter (.)")
        return .filter(try filter(on: field, .logic))
    }
}
