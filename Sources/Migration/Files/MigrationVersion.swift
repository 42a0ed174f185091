/// The version of a migration: numbers separated by dots, compared part by part as numbers of any size.
///
/// `1`, `001` and `1.0` are the same version; the text keeps the spelling, because the history stores it.
struct MigrationVersion: Sendable {
    /// As written, with `_` as `.`.
    let text: String
    /// Decimal digits without leading zeros (zero is empty), trailing zero parts dropped.
    private let parts: [String]

    static let one = MigrationVersion(text: "1", parts: ["1"])

    private init(text: String, parts: [String]) {
        self.text = text
        self.parts = parts
    }

    /// nil unless the text is digits, with single dots or underscores between them.
    init?(_ spelling: String) {
        text = spelling.replacing("_", with: ".")
        var parts: [String] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard !part.isEmpty, part.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
            parts.append(String(part.drop { $0 == "0" }))
        }
        while parts.last == "" { parts.removeLast() }
        self.parts = parts
    }
}

extension MigrationVersion: Comparable, Hashable {
    static func == (left: Self, right: Self) -> Bool { left.parts == right.parts }

    static func < (left: Self, right: Self) -> Bool {
        for index in 0..<max(left.parts.count, right.parts.count) {
            let a = index < left.parts.count ? left.parts[index] : ""
            let b = index < right.parts.count ? right.parts[index] : ""
            if a != b { return a.utf8.count == b.utf8.count ? a < b : a.utf8.count < b.utf8.count }
        }
        return false
    }

    func hash(into hasher: inout Hasher) { hasher.combine(parts) }
}

extension MigrationVersion: CustomStringConvertible {
    var description: String { text }
}
