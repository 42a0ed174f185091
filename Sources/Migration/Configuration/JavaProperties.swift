/// The text format of `java.util.Properties`, as its `load` reads it.
///
/// Source of the rules: the documentation of `java.util.Properties.load(Reader)`.
enum JavaProperties {
    /// - Returns: keys and values; of a key given twice, the last value.
    /// - Throws: `.configuration` for a `\u` without four hex digits.
    static func parse(_ text: String) throws(MigrationError) -> [String: String] {
        var settings: [String: String] = [:]
        for line in logicalLines(Array(text.unicodeScalars)) {
            var index = 0
            let key = try unescaped(line, from: &index) { $0 == "=" || $0 == ":" || isBlank($0) }
            skipBlanks(line, &index)
            if index < line.count, line[index] == "=" || line[index] == ":" {
                index += 1
                skipBlanks(line, &index)
            }
            settings[key] = try unescaped(line, from: &index) { _ in false }
        }
        return settings
    }

    /// Lines without comments and blank lines, leading blanks removed, continued lines joined.
    private static func logicalLines(_ text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var lines: [[Unicode.Scalar]] = []
        var current: [Unicode.Scalar] = []
        var continues = false
        for natural in naturalLines(text) {
            let line = natural.drop(while: isBlank)
            if !continues {
                guard let first = line.first, first != "#", first != "!" else { continue }
                current = []
            }
            continues = !line.reversed().prefix { $0 == "\\" }.count.isMultiple(of: 2)
            current += continues ? line.dropLast() : line
            if !continues { lines.append(current) }
        }
        if continues { lines.append(current) }
        return lines
    }

    private static func naturalLines(_ text: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
        // CRLF gives one empty line more, which means nothing unless it follows a continuation.
        var lines: [ArraySlice<Unicode.Scalar>] = []
        var start = 0
        var index = 0
        while index < text.count {
            if text[index] == "\n" || text[index] == "\r" {
                lines.append(text[start..<index])
                if text[index] == "\r", index + 1 < text.count, text[index + 1] == "\n" { index += 1 }
                start = index + 1
            }
            index += 1
        }
        lines.append(text[start...])
        return lines
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\u{0C}" }

    private static func skipBlanks(_ line: [Unicode.Scalar], _ index: inout Int) {
        while index < line.count, isBlank(line[index]) { index += 1 }
    }

    private static func unescaped(
        _ line: [Unicode.Scalar], from index: inout Int, until ends: (Unicode.Scalar) -> Bool
    ) throws(MigrationError) -> String {
        var text = String.UnicodeScalarView()
        while index < line.count, !ends(line[index]) {
            guard line[index] == "\\" else {
                text.append(line[index])
                index += 1
                continue
            }
            index += 1
            guard index < line.count else { break }
            switch line[index] {
            case "t": text.append("\t")
            case "n": text.append("\n")
            case "r": text.append("\r")
            case "f": text.append("\u{0C}")
            case "u":
                let digits = String(String.UnicodeScalarView(line[(index + 1)...].prefix(4)))
                guard digits.utf8.count == 4, let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) else {
                    throw MigrationError(.configuration, "\\u\(digits) is not a character (\\u and four hex digits)")
                }
                text.append(scalar)
                index += 4
            default: text.append(line[index])
            }
            index += 1
        }
        return String(text)
    }
}
