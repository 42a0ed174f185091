/// The settings of a Flyway project, as far as they matter to a migrator for PostgreSQL. Defaults are Flyway's.
struct FlywayConfiguration: Sendable {
    // Where to connect to, when nobody says otherwise.
    var url: String?
    var user: String?
    var password: String?
    /// How often to try again when the server does not answer yet.
    var connectRetries = 0
    /// The longest pause between two tries.
    var connectRetriesInterval = Duration.seconds(120)
    /// Run on the fresh connection.
    var initSQL: String?

    // What is managed, and where the history is kept.
    var schemas: [String] = []
    var defaultSchema: String?
    var createSchemas = true
    var table = "flyway_schema_history"
    var tablespace: String?
    var installedBy: String?
    /// How often to ask again for the lock, a second apart; nil for ever.
    var lockRetryCount: Int? = 50

    // Which files.
    /// Folders, as written after `filesystem:`.
    var locations: [String] = []
    var failOnMissingLocations = false
    var naming = MigrationNaming()
    var validateMigrationNaming = false

    // What stands in them.
    var placeholders: [String: String] = [:]
    var placeholderReplacement = true
    var placeholderPrefix = "${"
    var placeholderSuffix = "}"
    var placeholderSeparator = ":"

    // How they are applied.
    var baselineOnMigrate = false
    var baselineVersion = MigrationVersion.one
    var baselineDescription = "<< Flyway Baseline >>"
    var target = MigrationTarget.latest
    var outOfOrder = false
    var mixed = false
    var group = false
    var executeInTransaction = true
    var validateOnMigrate = true
    var ignoreMigrationPatterns = [IgnorePattern.future]
}
