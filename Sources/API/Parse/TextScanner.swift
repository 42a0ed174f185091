/// Walks over decoded text one Unicode scalar at a time. The grammar's productions are extensions of it.
struct TextScanner {
    /// Deepest nesting of embeds or of `and`/`or`; the parser recurses, and PostgreSQL's planner after it.
    static let depthLimit = 100

    private let scalars: [Unicode.Scalar]
    private(set) var position = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    var atEnd: Bool { position == scalars.count }

    func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    mutating func advance(_ count: Int = 1) { position += count }

    mutating func rewind(to position: Int) { self.position = position }

    /// True when the text goes on with `word`.
    func sees(_ word: String) -> Bool {
        var offset = 0
        for scalar in word.unicodeScalars {
            guard peek(offset) == scalar else { return false }
            offset += 1
        }
        return true
    }

    /// Steps over `word` if it comes next.
    mutating func take(_ word: String) -> Bool {
        guard sees(word) else { return false }
        advance(word.unicodeScalars.count)
        return true
    }

    mutating func expect(_ word: String, _ description: String? = nil) throws(ParseFailure) {
        guard take(word) else { throw failure(expecting: description ?? "\"\(word)\"") }
    }

    mutating func expectEnd(_ alternatives: String) throws(ParseFailure) {
        guard atEnd else { throw failure(expecting: alternatives) }
    }

    mutating func blanks() {
        while let scalar = peek(), scalar == " " || scalar == "\t" { advance() }
    }

    mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = peek(), condition(scalar) {
            text.append(scalar)
            advance()
        }
        return String(text)
    }

    mutating func rest() -> String { take { _ in true } }

    func failure(expecting expected: String) -> ParseFailure {
        let before = scalars[..<position]
        let lineStart = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
        let found: String = peek().map { "\"\($0)\"" } ?? "end of input"
        return ParseFailure(
            line: 1 + before.count { $0 == "\n" }, column: 1 + position - lineStart, unexpected: found, expected: expected)
    }
}
