extension FlywayConfiguration {
    /// Keys that change nothing for us: about other databases, other commands, or how Flyway itself looks.
    private static let immaterial: Set<String> = [
        "batch", "cleanDisabled", "color", "communityDBSupportEnabled", "configFileEncoding", "configFiles", "driver", "edition", "jarDirs",
        "kerberosConfigFile", "licenseKey", "loggers", "outputLogsInJson", "outputProgress", "outputQueryResults", "outputType",
        "postgresql.transactional.lock", "powershellExecutable", "reportEnabled", "reportFilename", "scriptPlaceholderPrefix",
        "scriptPlaceholderSuffix", "stream", "undoSqlMigrationPrefix", "workingDirectory",
    ]

    /// Keys that would change what is applied; only the value that means nothing is accepted.
    private static let refused: [String: String] = [
        "callbackLocations": "", "callbacks": "", "cherryPick": "", "cleanOnValidationError": "false", "configurations": "",
        "detectEncoding": "false", "dryRunOutput": "", "errorOverrides": "", "resolvers": "", "skipDefaultCallbacks": "false",
        "skipDefaultResolvers": "false", "skipExecutingMigrations": "false",
    ]

    /// Keys read below.
    private static let known: Set<String> = [
        "baselineDescription", "baselineMigrationPrefix", "baselineOnMigrate", "baselineVersion", "connectRetries",
        "connectRetriesInterval", "createSchemas", "defaultSchema", "encoding", "executeInTransaction", "failOnMissingLocations", "group",
        "ignoreMigrationPatterns", "initSql", "installedBy", "locations", "lockRetryCount", "mixed", "outOfOrder", "password",
        "placeholderPrefix", "placeholderReplacement", "placeholderSeparator", "placeholderSuffix", "repeatableSqlMigrationPrefix",
        "schemas", "sqlMigrationPrefix", "sqlMigrationSeparator", "sqlMigrationSuffixes", "table", "tablespace", "target", "url", "user",
        "validateMigrationNaming", "validateOnMigrate",
    ]

    private static let families = ["placeholders.", "jdbcProperties.", "oracle.", "oracle_", "sqlserver.", "plugins."]

    /// The environment variable of every key: `flyway.lockRetryCount` is `FLYWAY_LOCK_RETRY_COUNT`.
    static let variables: [String: String] = {
        let keys = immaterial.union(refused.keys).union(known)
        let derived = keys.map { key in
            let words = key.map { $0.isUppercase ? "_\($0)" : $0 == "." ? "_" : $0.uppercased() }.joined()
            return ("FLYWAY_" + words, key)
        }
        return Dictionary(uniqueKeysWithValues: derived).merging(["FLYWAY_DRYRUN_OUTPUT": "dryRunOutput"]) { $1 }
    }()

    /// - Parameter settings: keys without `flyway.`; what is absent keeps Flyway's default.
    /// - Throws: `.configuration` for a key Flyway does not know, a value that does not fit, or a wish EMS does not grant.
    init(settings: [String: String]) throws(MigrationError) {
        self.init()
        let unknown = settings.keys.filter { key in
            !Self.known.contains(key) && !Self.immaterial.contains(key) && Self.refused[key] == nil
                && !Self.families.contains { key.hasPrefix($0) }
        }
        if !unknown.isEmpty {
            let names = unknown.sorted().map { "flyway." + $0 }.joined(separator: ", ")
            throw MigrationError(.configuration, "Unknown configuration propert\(unknown.count == 1 ? "y" : "ies"): \(names)")
        }
        for (key, harmless) in Self.refused.sorted(by: { $0.key < $1.key }) {
            if let value = settings[key], !value.isEmpty, value.lowercased() != harmless {
                throw MigrationError(.configuration, "flyway.\(key)=\(value): ems migrate cannot do this; remove it, or run Flyway itself")
            }
        }
        let reader = SettingsReader(settings)
        try readConnection(reader)
        try readHistory(reader)
        try readFiles(reader)
        try readBehaviour(reader)
    }

    private mutating func readConnection(_ reader: SettingsReader) throws(MigrationError) {
        url = reader.text("url")
        user = reader.text("user")
        password = reader.text("password")
        connectRetries = try reader.integer("connectRetries") ?? connectRetries
        connectRetriesInterval = try reader.integer("connectRetriesInterval").map { .seconds($0) } ?? connectRetriesInterval
        initSQL = reader.text("initSql")
    }

    private mutating func readHistory(_ reader: SettingsReader) throws(MigrationError) {
        schemas = reader.list("schemas") ?? schemas
        defaultSchema = reader.text("defaultSchema")
        createSchemas = try reader.boolean("createSchemas") ?? createSchemas
        table = reader.text("table") ?? table
        tablespace = reader.text("tablespace")
        installedBy = reader.text("installedBy")
        if let count = try reader.integer("lockRetryCount") { lockRetryCount = count < 0 ? nil : count }
    }

    private mutating func readFiles(_ reader: SettingsReader) throws(MigrationError) {
        locations = try (reader.list("locations") ?? []).map(Self.folder)
        failOnMissingLocations = try reader.boolean("failOnMissingLocations") ?? failOnMissingLocations
        naming.versionedPrefix = reader.text("sqlMigrationPrefix") ?? naming.versionedPrefix
        naming.repeatablePrefix = reader.text("repeatableSqlMigrationPrefix") ?? naming.repeatablePrefix
        naming.baselinePrefix = reader.text("baselineMigrationPrefix") ?? naming.baselinePrefix
        naming.separator = reader.text("sqlMigrationSeparator") ?? naming.separator
        naming.suffixes = reader.list("sqlMigrationSuffixes") ?? naming.suffixes
        validateMigrationNaming = try reader.boolean("validateMigrationNaming") ?? validateMigrationNaming
        if let encoding = reader.text("encoding"), encoding.uppercased() != "UTF-8" {
            throw MigrationError(.configuration, "flyway.encoding=\(encoding): EMS reads UTF-8 only; convert the files")
        }
    }

    private mutating func readBehaviour(_ reader: SettingsReader) throws(MigrationError) {
        placeholders = reader.family("placeholders.")
        placeholderReplacement = try reader.boolean("placeholderReplacement") ?? placeholderReplacement
        placeholderPrefix = reader.text("placeholderPrefix") ?? placeholderPrefix
        placeholderSuffix = reader.text("placeholderSuffix") ?? placeholderSuffix
        placeholderSeparator = reader.text("placeholderSeparator") ?? placeholderSeparator
        baselineOnMigrate = try reader.boolean("baselineOnMigrate") ?? baselineOnMigrate
        if let text = reader.text("baselineVersion") {
            guard let version = MigrationVersion(text) else {
                throw MigrationError(.configuration, "flyway.baselineVersion=\(text): not a version")
            }
            baselineVersion = version
        }
        baselineDescription = reader.text("baselineDescription") ?? baselineDescription
        if let text = reader.text("target") { target = try MigrationTarget(text) }
        outOfOrder = try reader.boolean("outOfOrder") ?? outOfOrder
        mixed = try reader.boolean("mixed") ?? mixed
        group = try reader.boolean("group") ?? group
        executeInTransaction = try reader.boolean("executeInTransaction") ?? executeInTransaction
        validateOnMigrate = try reader.boolean("validateOnMigrate") ?? validateOnMigrate
        if let patterns = reader.list("ignoreMigrationPatterns") {
            ignoreMigrationPatterns = try patterns.map { text throws(MigrationError) in try IgnorePattern(text) }
        }
    }

    private static func folder(_ location: String) throws(MigrationError) -> String {
        guard location.lowercased().hasPrefix("filesystem:") else {
            throw MigrationError(
                .configuration, "flyway.locations: '\(location)' is not a folder",
                advice: "EMS knows filesystem: locations only: filesystem:db/migration")
        }
        let path = String(location.dropFirst("filesystem:".count))
        guard !path.contains("*"), !path.contains("?") else {
            throw MigrationError(
                .configuration, "flyway.locations: '\(location)' has wildcards; name the folder (its subfolders are read too)")
        }
        return path
    }
}
