internal import Foundation

/// Where a project's settings come from: `~/flyway.conf`, the project's `flyway.conf`, the files `FLYWAY_CONFIG_FILES`
/// names, then `FLYWAY_*` variables; later ones win.
struct ConfigurationSources {
    var project: URL
    var environment: [String: String]

    /// - Throws: `.configuration`, naming the file, when there is no `flyway.conf` or something in it is wrong.
    func read() throws(MigrationError) -> FlywayConfiguration {
        var settings: [String: String] = [:]
        if let home = environment["HOME"], let own = try file(URL(fileURLWithPath: home).appendingPathComponent("flyway.conf")) {
            settings = own
        }
        let main = project.appendingPathComponent("flyway.conf")
        if let shared = try file(main) {
            settings.merge(shared) { $1 }
        } else if environment["FLYWAY_CONFIG_FILES"] == nil {
            throw MigrationError(
                .configuration, "there is no flyway.conf in \(project.path)",
                advice: "Name the folder that holds it (--project), or the file itself (FLYWAY_CONFIG_FILES).")
        }
        for name in environment["FLYWAY_CONFIG_FILES"]?.split(separator: ",").map({ $0.trimmingBlanks() }) ?? [] {
            let url = project.resolving(name)
            guard let extra = try file(url) else {
                throw MigrationError(.configuration, "FLYWAY_CONFIG_FILES names \(url.path), which cannot be read")
            }
            settings.merge(extra) { $1 }
        }
        settings.merge(fromEnvironment()) { $1 }
        return try FlywayConfiguration(settings: settings)
    }

    /// The file's settings without their `flyway.`; nil where there is no such file.
    private func file(_ url: URL) throws(MigrationError) -> [String: String]? {
        guard let data = try? Data(contentsOf: url) else { return nil }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw MigrationError(.configuration, "not UTF-8", at: .init(file: url.path))
        }
        do throws(MigrationError) {
            // Like Flyway, we leave keys of other programs alone.
            return SettingsReader(try ConfigurationText.parse(text, environment: environment)).family("flyway.")
        } catch {
            throw MigrationError(error.code, error.message, at: .init(file: url.path))
        }
    }

    private func fromEnvironment() -> [String: String] {
        let placeholders = "FLYWAY_PLACEHOLDERS_"
        var settings: [String: String] = [:]
        for (variable, value) in environment {
            if variable.hasPrefix(placeholders) {
                settings["placeholders." + variable.dropFirst(placeholders.count).lowercased()] = value
            } else if let key = FlywayConfiguration.variables[variable] {
                settings[key] = value
            }
        }
        return settings
    }
}
