extension TextScanner {
    /// The whole of a `select` parameter.
    static func select(_ text: String) throws(ParseFailure) -> [SelectItem] {
        var scanner = TextScanner(text)
        let items = try scanner.selectItems(depth: 0)
        try scanner.expectEnd("\",\" or end of input")
        return items
    }

    private mutating func selectItems(depth: Int) throws(ParseFailure) -> [SelectItem] {
        guard depth < Self.depthLimit else { throw failure(expecting: "at most \(Self.depthLimit) nested embeds") }
        var items: [SelectItem] = []
        blanks()
        if atEnd || peek() == ")" { return items }
        repeat { items.append(try selectItem(depth: depth)) } while take(",")
        return items
    }

    private mutating func selectItem(depth: Int) throws(ParseFailure) -> SelectItem {
        blanks()
        let item: SelectItem
        if take("...") {
            var embed = SelectEmbed(name: try name(), isSpread: true, items: [])
            try parameters(of: &embed)
            item = .embed(try children(of: embed, depth: depth))
        } else if let embed = try embedHead() {
            item = .embed(try children(of: embed, depth: depth))
        } else {
            item = .column(try selectColumn())
        }
        blanks()
        return item
    }

    private mutating func children(of embed: SelectEmbed, depth: Int) throws(ParseFailure) -> SelectEmbed {
        var embed = embed
        try expect("(")
        embed.items = try selectItems(depth: depth + 1)
        try expect(")", "\",\" or \")\"")
        return embed
    }

    /// `[alias:]name!params` if a parenthesis follows; otherwise nothing is taken.
    private mutating func embedHead() throws(ParseFailure) -> SelectEmbed? {
        let start = position
        let alias = alias()
        guard let name = try? name(), name != "count", peek() == "!" || peek() == "(" else {
            rewind(to: start)
            return nil
        }
        var embed = SelectEmbed(name: name, alias: alias, items: [])
        try parameters(of: &embed)
        return embed
    }

    /// `name:` unless it is the beginning of a cast.
    private mutating func alias() -> String? {
        let start = position
        if let name = try? name(), peek() == ":", peek(1) != ":" {
            advance()
            return name
        }
        rewind(to: start)
        return nil
    }

    /// At most two of `!inner`, `!left`, `!hint`.
    private mutating func parameters(of embed: inout SelectEmbed) throws(ParseFailure) {
        for _ in 0..<2 {
            guard take("!") else { return }
            let isPlain = peek() != "\""
            let name = try name()
            switch name {
            case "inner" where isPlain: embed.isInner = true
            case "left" where isPlain: continue
            default: embed.hint = embed.hint ?? name
            }
        }
    }

    private mutating func selectColumn() throws(ParseFailure) -> SelectColumn {
        if take("*") {
            try expectItemEnd()
            return .all
        }
        let alias = alias()
        blanks()
        if take("count()") {
            _ = try castSuffix()
            try expectItemEnd()
            return SelectColumn(field: Field(name: "*"), aggregate: "count", alias: alias)
        }
        var column = SelectColumn(field: try field(), alias: alias)
        column.cast = try castSuffix()
        let start = position
        if take(".") {
            let word = take { ("a"..."z").contains($0) }
            if ["sum", "avg", "count", "max", "min"].contains(word), take("()") {
                column.aggregate = word
                _ = try castSuffix()
            } else {
                rewind(to: start)
            }
        }
        try expectItemEnd()
        return column
    }

    private mutating func castSuffix() throws(ParseFailure) -> String? {
        take("::") ? try identifier() : nil
    }

    private mutating func expectItemEnd() throws(ParseFailure) {
        blanks()
        guard atEnd || peek() == "," || peek() == ")" else {
            throw failure(expecting: "letter, digit, \"-\", \"->>\", \"->\", \"::\", \".\", \")\", \",\" or end of input")
        }
    }
}
