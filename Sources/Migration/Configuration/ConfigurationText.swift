/// Flyway's dialect of Java properties, used by flyway.conf and by a script's own `.conf`.
///
/// It differs from plain properties in three ways: backslashes are literal, a line ending in one continues only when
/// the next line is not blank and not a property, and `${NAME}` stands for an environment variable (unset: nothing).
enum ConfigurationText {
    static func parse(_ text: String, environment: [String: String]) throws(MigrationError) -> [String: String] {
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        var prepared = ""
        for (index, line) in lines.enumerated() {
            var literal = trimmed(line).replacing("\\", with: "\\\\")
            if literal.hasSuffix("\\\\"), index + 1 < lines.count, continues(into: lines[index + 1]) {
                literal = literal.dropLast(2) + "\\"
            }
            prepared += literal + "\n"
        }
        return try JavaProperties.parse(expanded(prepared, environment))
    }

    private static func continues(into next: Substring) -> Bool {
        if next.isEmpty { return false }
        guard trimmed(next).hasPrefix("flyway."), next.contains("=") else { return true }
        return !next.hasPrefix("shouldExecute") && (next.contains("==") || next.contains("!="))
    }

    /// Without characters up to U+0020 at both ends: Java's `String.trim`.
    private static func trimmed(_ line: Substring) -> String {
        let blank: (Unicode.Scalar) -> Bool = { $0.value <= 0x20 }
        let front = line.unicodeScalars.drop(while: blank)
        let end = front.lastIndex { !blank($0) }.map { front.index(after: $0) } ?? front.startIndex
        return String(front[front.startIndex..<end])
    }

    private static func expanded(_ text: String, _ environment: [String: String]) -> String {
        var result = text
        for match in text.matches(of: /\$\{([A-Za-z0-9_]+)\}/) {
            result = result.replacing(match.0, with: environment[String(match.1)] ?? "")
        }
        return result
    }
}
