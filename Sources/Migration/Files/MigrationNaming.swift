/// How file names say what a script is: `V001__create_table.sql`, `R__fn_price.sql`, `afterMigrate.sql`.
struct MigrationNaming: Sendable, Equatable {
    var versionedPrefix = "V"
    var repeatablePrefix = "R"
    /// Of scripts that stand for all versions up to theirs on an empty database; Flyway would prefer them.
    var baselinePrefix = "B"
    var separator = "__"
    var suffixes = [".sql"]

    enum Meaning: Equatable {
        case versioned(MigrationVersion, description: String)
        case repeatable(description: String)
        case baseline(MigrationVersion)
        /// An SQL callback of Flyway, by its event.
        case callback(String)
        /// Follows no convention; the text says which.
        case invalid(String)
    }

    /// The name without its suffix, and the suffix; nil where the file is none of ours.
    func stem(_ fileName: String) -> (stem: String, suffix: String)? {
        for suffix in suffixes where fileName.lowercased().hasSuffix(suffix.lowercased()) {
            return (String(fileName.dropLast(suffix.count)), String(fileName.suffix(suffix.count)))
        }
        return nil
    }

    /// - Parameter fileName: with a suffix out of `suffixes`.
    func meaning(_ fileName: String) -> Meaning {
        guard let (stem, suffix) = stem(fileName) else { return .invalid("Unrecognised migration name format: \(fileName)") }
        let versionedPrefixes = [versionedPrefix, baselinePrefix]
        let prefixes = (versionedPrefixes + [repeatablePrefix] + Self.callbackEvents).filter(stem.hasPrefix)
        guard let prefix = prefixes.max(by: { $0.count < $1.count }) else {
            return .invalid("Unrecognised migration name format: \(fileName)")
        }
        let rest = stem.dropFirst(prefix.count)
        let split = rest.firstRange(of: separator)
        let version = String(split.map { rest[..<$0.lowerBound] } ?? rest)
        let label = String(split.map { rest[$0.upperBound...] } ?? "")
        let description = label.replacing("_", with: " ")
        let isVersioned = versionedPrefixes.contains(prefix)
        let example = prefix + (isVersioned ? "1.2" : "") + separator + (label.isEmpty ? "description" : label) + suffix

        guard isVersioned else {
            if version.isEmpty { return prefix == repeatablePrefix ? .repeatable(description: description) : .callback(prefix) }
            return .invalid(
                "Invalid repeatable migration / callback name format: \(fileName) "
                    + "(It cannot contain a version and should look like this: \(example))")
        }
        if version.isEmpty {
            return .invalid(
                "Invalid versioned migration name format: \(fileName) (It must contain a version and should look like this: \(example))")
        }
        guard let number = MigrationVersion(version) else {
            return .invalid("Invalid versioned migration name format: \(fileName) (could not recognise version number \(version))")
        }
        return prefix == baselinePrefix ? .baseline(number) : .versioned(number, description: description)
    }

    /// Source: flyway-core 13.0.0, `org.flywaydb.core.api.callback.Event`.
    private static let callbackEvents: [String] = {
        let operations = ["Clean", "Migrate", "Undo", "Validate", "Baseline", "Repair", "Info"]
        let scripts = ["Migrate", "Undo"].flatMap { (operation: String) -> [String] in ["Each" + operation, "Each" + operation + "Statement"] }
        let around = (operations + scripts).flatMap { (event: String) -> [String] in ["before" + event, "after" + event, "after" + event + "Error"] }
        return around + [
            "beforeRepeatables", "afterVersioned", "afterMigrateApplied", "afterMigrateOperationFinish", "afterInfoOperationFinish",
            "createSchema", "beforeCreateSchema", "beforeConnect", "afterConnect",
        ]
    }()
}
