/// The names that stand for values in scripts, and their replacement.
///
/// `${name}` is replaced everywhere: in comments, literals, function bodies and COPY data. There is no escape, names
/// are case-insensitive, and what was put in is not looked at again.
struct Placeholders: Sendable {
    private let prefix: [UInt8]
    private let suffix: [UInt8]
    private let separator: String
    private let values: [String: String]

    init(_ values: [String: String], prefix: String = "${", suffix: String = "}", separator: String = ":") {
        self.prefix = Array(prefix.utf8)
        self.suffix = Array(suffix.utf8)
        self.separator = separator
        self.values = Dictionary(values.map { ($0.key.lowercased(), $0.value) }) { _, last in last }
    }

    /// The text with every placeholder replaced, and where its pieces came from.
    /// - Parameters:
    ///   - fileName: value of `${flyway:filename}`.
    ///   - path: shown in errors.
    /// - Throws: `.script` with the place of a name nobody gave a value for.
    func replaced(in text: [UInt8], fileName: String, path: String) throws(MigrationError) -> SourceText {
        var source = SourceText(path: path, original: text, text: [], pieces: [])
        var copied = 0
        var index = 0
        while let start = Self.find(prefix, in: text, from: index) {
            let nameStart = start + prefix.count
            guard let nameEnd = Self.find(suffix, in: text, from: nameStart) else {
                throw MigrationError(
                    .script, "a placeholder begins here and never ends",
                    at: source.place(ofOriginal: start), advice: Self.noEscape)
            }
            let name = String(decoding: text[nameStart..<nameEnd], as: UTF8.self)
            let builtIn = "flyway" + separator
            guard let value = name.lowercased() == builtIn + "filename" ? fileName : values[name.lowercased()] else {
                let whole = String(decoding: prefix, as: UTF8.self) + name + String(decoding: suffix, as: UTF8.self)
                let message =
                    name.hasPrefix(builtIn)
                    ? "Failed to populate value for default placeholder: \(whole)"
                    : "No value provided for placeholder: \(whole).  Check your configuration!"
                throw MigrationError(.script, message, at: source.place(ofOriginal: start), advice: Self.noEscape)
            }
            index = nameEnd + suffix.count
            source.append(original: copied..<start)
            source.append(replacement: Array(value.utf8), for: start..<index)
            copied = index
        }
        source.append(original: copied..<text.count)
        return source
    }

    private static let noEscape =
        "Set it with flyway.placeholders.NAME=value, or turn replacement off for this script: placeholderReplacement=false in <script>.conf."

    private static func find(_ needle: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        text.withUnsafeBufferPointer { text in
            guard let first = needle.first, text.count >= needle.count else { return nil }
            var index = start
            while index <= text.count - needle.count {
                if text[index] == first, text[index..<(index + needle.count)].elementsEqual(needle) { return index }
                index += 1
            }
            return nil
        }
    }
}
