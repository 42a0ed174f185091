/// A script's text as it is run, with the way back to the lines and columns of its file.
struct SourceText: Sendable {
    struct Piece: Sendable {
        /// Byte offset in `text`.
        var start: Int
        /// Byte offset in the file's text.
        var original: Int
        /// A replacement has no places of its own: all of it stands where the placeholder begins.
        var isReplacement: Bool
    }

    let path: String
    private let original: [UInt8]
    private(set) var text: [UInt8]
    private var pieces: [Piece]

    init(path: String, original: [UInt8], text: [UInt8], pieces: [Piece]) {
        self.path = path
        self.original = original
        self.text = text
        self.pieces = pieces
    }

    /// Text that runs as it is written.
    init(path: String, text: [UInt8]) {
        self.init(path: path, original: text, text: text, pieces: [Piece(start: 0, original: 0, isReplacement: false)])
    }

    mutating func append(original range: Range<Int>) {
        pieces.append(Piece(start: text.count, original: range.lowerBound, isReplacement: false))
        text += original[range]
    }

    mutating func append(replacement: [UInt8], for range: Range<Int>) {
        pieces.append(Piece(start: text.count, original: range.lowerBound, isReplacement: true))
        text += replacement
    }

    /// Where the byte at `offset` of `text` stands in the file.
    func place(of offset: Int) -> MigrationError.Place {
        guard let piece = pieces.last(where: { $0.start <= offset }) else { return place(ofOriginal: 0) }
        return place(ofOriginal: piece.isReplacement ? piece.original : piece.original + offset - piece.start)
    }

    /// Line and column, counted in characters (code points, as PostgreSQL counts positions).
    func place(ofOriginal offset: Int) -> MigrationError.Place {
        var line = 1
        var column = 1
        for index in 0..<min(offset, original.count) {
            switch original[index] {
            case UInt8(ascii: "\n"):
                line += 1
                column = 1
            case UInt8(ascii: "\r") where index + 1 >= original.count || original[index + 1] != UInt8(ascii: "\n"):
                line += 1
                column = 1
            case 0x80...0xBF: break
            default: column += 1
            }
        }
        return MigrationError.Place(file: path, line: line, column: column)
    }
}
