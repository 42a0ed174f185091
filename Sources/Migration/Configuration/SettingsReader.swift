/// Reads typed values out of `flyway.` settings.
struct SettingsReader {
    private let settings: [String: String]

    init(_ settings: [String: String]) { self.settings = settings }

    /// nil where the key is absent or empty.
    func text(_ key: String) -> String? {
        settings[key].flatMap { $0.isEmpty ? nil : $0 }
    }

    func list(_ key: String) -> [String]? {
        settings[key].map { value in
            value.split(separator: ",").map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
        }
    }

    func boolean(_ key: String) throws(MigrationError) -> Bool? {
        switch text(key)?.lowercased() {
        case nil: return nil
        case "true": return true
        case "false": return false
        case let value?: throw MigrationError(.configuration, "flyway.\(key) should be true or false, not '\(value)'")
        }
    }

    func integer(_ key: String) throws(MigrationError) -> Int? {
        guard let value = text(key) else { return nil }
        guard let number = Int(value) else { throw MigrationError(.configuration, "flyway.\(key) should be an integer, not '\(value)'") }
        return number
    }

    /// All keys that start with a prefix, without it.
    func family(_ prefix: String) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: settings.filter { $0.key.hasPrefix(prefix) }.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
    }
}

extension StringProtocol {
    /// Without blanks and tabs at both ends.
    func trimmingBlanks() -> String {
        let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: blank).reversed().drop(while: blank).reversed())
    }
}
