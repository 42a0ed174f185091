/// What a script's own `.conf` beside it says, as `V006__call.sql.conf`.
struct ScriptConfiguration: Sendable, Equatable {
    /// nil: as the statements need it.
    var executeInTransaction: Bool?
    /// nil: as the project does it.
    var placeholderReplacement: Bool?

    init() {}

    /// - Throws: `.configuration` for an unknown key, or one that only paid Flyway understands.
    init(_ text: String, environment: [String: String]) throws(MigrationError) {
        var settings = try ConfigurationText.parse(text, environment: environment)
        if settings["shouldExecute"] != nil {
            throw MigrationError(.configuration, "shouldExecute is a paid feature of Flyway that EMS does not have")
        }
        let reader = SettingsReader(settings)
        executeInTransaction = try reader.boolean("executeInTransaction")
        placeholderReplacement = try reader.boolean("placeholderReplacement")
        if let encoding = reader.text("encoding"), encoding.uppercased() != "UTF-8" {
            throw MigrationError(.configuration, "encoding=\(encoding): EMS reads UTF-8 only; convert the script")
        }
        for key in ["executeInTransaction", "placeholderReplacement", "encoding"] { settings[key] = nil }
        if let unknown = settings.keys.min() {
            throw MigrationError(.configuration, "Unknown configuration property: \(unknown)")
        }
    }
}
