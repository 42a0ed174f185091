/// Cuts a script into its statements at the semicolons that end one: outside of literals, quoted names, comments,
/// parentheses and `BEGIN ATOMIC … END` bodies.
///
/// Whatever begins and never ends reaches to the end of the script: the server refuses it with a position and an
/// SQLSTATE, which says more than we could.
///
/// Lexical rules: PostgreSQL manual 4.1 (`standard_conforming_strings` on). Bytes are enough: everything that matters
/// is ASCII, and no byte of a longer UTF-8 sequence looks like ASCII.
struct StatementSplitter {
    private let source: SourceText
    private let text: [UInt8]
    private var index = 0
    private var statements: [SQLStatement] = []

    // The statement under way.
    private var start: Int?
    private var parentheses = 0
    /// Open `BEGIN ATOMIC` and, inside it, `CASE`.
    private var blocks = 0
    private var words: [String] = []
    /// The last token in upper case when it was a plain word; nil after anything else.
    private var previousWord: String?

    private init(_ source: SourceText) {
        self.source = source
        text = source.text
    }

    /// - Throws: `.script` for COPY data without an end, which would swallow the statements after it.
    static func statements(of source: SourceText) throws(MigrationError) -> [SQLStatement] {
        var splitter = StatementSplitter(source)
        try splitter.run()
        return splitter.statements
    }

    private mutating func run() throws(MigrationError) {
        while index < text.count {
            if skipBlank() { continue }
            if text[index] == UInt8(ascii: "-"), peek(1) == UInt8(ascii: "-") {
                skipLine()
            } else if text[index] == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                skipBlockComment()
            } else if text[index] == UInt8(ascii: ";") {
                try semicolon()
            } else {
                if start == nil { start = index }
                token()
            }
        }
        index = text.count
        finish(at: index)
    }

    private mutating func semicolon() throws(MigrationError) {
        defer { index += 1 }
        guard start != nil else { return }
        guard parentheses == 0, blocks == 0 else {
            previousWord = nil
            return
        }
        let copies = isCopy
        finish(at: index)
        if copies { statements[statements.count - 1].copyData = try copyData() }
    }

    private mutating func finish(at end: Int) {
        guard let start else { return }
        let sql = String(decoding: text[start..<end], as: UTF8.self)
        statements.append(SQLStatement(sql: sql, offset: start, copyData: nil, words: words))
        self.start = nil
        parentheses = 0
        blocks = 0
        words = []
        previousWord = nil
    }

    private mutating func token() {
        let byte = text[index]
        switch byte {
        case UInt8(ascii: "'"): quoted(byte, backslash: false)
        case UInt8(ascii: "\""):
            quoted(byte, backslash: false)
            qualifiedName()
        case UInt8(ascii: "$"): dollar()
        case UInt8(ascii: "("):
            parentheses += 1
            index += 1
        case UInt8(ascii: ")"):
            parentheses = max(0, parentheses - 1)
            index += 1
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            while let next = peek(0), next != UInt8(ascii: "$"), next.isNamePart || next == UInt8(ascii: ".") { index += 1 }
        case _ where byte.isNameStart:
            name()
            return
        default: index += 1
        }
        previousWord = nil
    }

    private mutating func name() {
        let begin = index
        while let next = peek(0), next.isNamePart { index += 1 }
        if index - begin == 1, text[begin] | 0x20 == UInt8(ascii: "e"), peek(0) == UInt8(ascii: "'") {
            quoted(UInt8(ascii: "'"), backslash: true)
            previousWord = nil
            return
        }
        let end = index
        qualifiedName()
        guard index == end, text[begin..<end].allSatisfy(\.isWordPart) else {
            previousWord = nil
            return
        }
        let word = String(decoding: text[begin..<end], as: UTF8.self).uppercased()
        if parentheses == 0 {
            if words.count < 10 { words.append(word) }
            adjustBlocks(word)
        }
        previousWord = word
    }

    /// What follows a name after dots: `schema.table`, `"a"."b"`.
    private mutating func qualifiedName() {
        while peek(0) == UInt8(ascii: "."), let next = peek(1) {
            if next == UInt8(ascii: "\"") {
                index += 1
                quoted(next, backslash: false)
            } else if next.isNameStart {
                index += 1
                while let part = peek(0), part.isNamePart { index += 1 }
            } else {
                return
            }
        }
    }

    private mutating func adjustBlocks(_ word: String) {
        // After AS, any word is only a name.
        switch word {
        case "ATOMIC" where previousWord == "BEGIN": blocks += 1
        case "CASE" where blocks > 0 && previousWord != "AS": blocks += 1
        case "END" where blocks > 0 && previousWord != "AS": blocks -= 1
        default: break
        }
    }

    // MARK: - What is skipped whole

    /// - Parameter quote: ends the text unless doubled.
    private mutating func quoted(_ quote: UInt8, backslash: Bool) {
        index += 1
        while index < text.count {
            if text[index] == quote {
                guard peek(1) == quote else {
                    index += 1
                    return
                }
                index += 2
            } else {
                index += backslash && text[index] == UInt8(ascii: "\\") ? 2 : 1
            }
        }
    }

    private mutating func dollar() {
        let begin = index
        var end = index + 1
        if end < text.count, text[end].isNameStart {
            while end < text.count, text[end].isNamePart, text[end] != UInt8(ascii: "$") { end += 1 }
        }
        guard end < text.count, text[end] == UInt8(ascii: "$") else {
            index += 1
            return
        }
        let tag = text[begin...end]
        index = end + 1
        while index + tag.count <= text.count {
            if text[index] == UInt8(ascii: "$"), text[index..<(index + tag.count)].elementsEqual(tag) {
                index += tag.count
                return
            }
            index += 1
        }
        index = text.count
    }

    private mutating func skipBlockComment() {
        let begin = index
        var depth = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                depth += 1
                index += 2
            } else if text[index] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                index += 2
                if depth == 0 { return }
            } else {
                index += 1
            }
        }
        // Without an end it is an error of the script, which the server is to see.
        if start == nil { start = begin }
    }

    private mutating func skipLine() {
        while let next = peek(0), next != UInt8(ascii: "\n"), next != UInt8(ascii: "\r") { index += 1 }
    }

    private mutating func skipBlank() -> Bool {
        let byte = text[index]
        if byte == UInt8(ascii: " ") || (9...13).contains(byte) {
            index += 1
        } else if byte == 0xC2, peek(1) == 0xA0 {
            // A no-break space between statements, as Flyway lets it pass.
            index += 2
        } else {
            return false
        }
        return true
    }

    // MARK: - COPY … FROM STDIN

    private var isCopy: Bool { words.first == "COPY" && SQLStatement.contains(words[...], "FROM", "STDIN") }

    /// The lines between the one that ends with the semicolon and the line `\.`; leaves `index` on the end of the latter.
    private mutating func copyData() throws(MigrationError) -> [UInt8] {
        let begin = index
        func endOfLine(_ from: Int) -> Int { text[from...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count }
        let first = endOfLine(begin) + 1
        var line = first
        while line < text.count {
            let end = endOfLine(line)
            let visible = text[line..<end].drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }
            if visible.elementsEqual([UInt8(ascii: "."), UInt8(ascii: "\\")]) {
                index = end
                return Array(text[first..<line])
            }
            line = end + 1
        }
        throw MigrationError(.script, "COPY data begins after this line and has no final line \\.", at: source.place(of: begin))
    }

    // MARK: - Small tools

    private func peek(_ distance: Int) -> UInt8? {
        index + distance < text.count ? text[index + distance] : nil
    }
}

extension UInt8 {
    /// Letters of ASCII, underscore, and everything beyond ASCII.
    fileprivate var isNameStart: Bool { isWordPart || self >= 0x80 }

    fileprivate var isNamePart: Bool {
        isNameStart || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || self == UInt8(ascii: "$")
    }

    fileprivate var isWordPart: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) && self < 0x80 || self == UInt8(ascii: "_")
    }
}
