internal import Foundation

/// Finds the migrations of a project in its locations.
struct MigrationFolders {
    /// What was found, versioned migrations by version, then repeatables by description.
    struct Contents {
        var scripts: [MigrationScript]
        var warnings: [String]
    }

    private struct Location {
        var path: String
        var url: URL
    }

    let project: URL
    let configuration: FlywayConfiguration
    let placeholders: Placeholders
    /// For `${NAME}` in a script's `.conf`.
    let environment: [String: String]

    /// - Throws: `.files` for a missing location (where that counts), a wrong name, a callback, a script that is not
    ///   SQL, or two migrations with one version or description; `.script` and `.configuration` from a file's content.
    func read() throws(MigrationError) -> Contents {
        guard !configuration.locations.isEmpty else {
            throw MigrationError(.configuration, "flyway.locations names no folder", advice: "flyway.locations=filesystem:db/migration,…")
        }
        var warnings: [String] = []
        var scripts: [MigrationScript] = []
        var invalid: [String] = []
        for location in locations(&warnings) {
            guard isFolder(location.url) else {
                let message = "filesystem location: \(location.path) (not found)"
                if configuration.failOnMissingLocations { throw MigrationError(.files, "Failed to find \(message)") }
                warnings.append("Skipping \(message)")
                continue
            }
            for file in files(below: location.url) {
                try refuseForeign(file)
                guard configuration.naming.stem(file.lastPathComponent) != nil else { continue }
                switch configuration.naming.meaning(file.lastPathComponent) {
                case .versioned(let version, let description):
                    scripts.append(try script(file, in: location, version: version, description: description))
                case .repeatable(let description):
                    scripts.append(try script(file, in: location, version: nil, description: description))
                case .baseline(let version):
                    throw refusal(file, "Flyway would take this for all versions up to \(version); write it as a versioned migration")
                case .callback(let event):
                    throw refusal(
                        file,
                        "Flyway would run this at '\(event)'; make it a migration "
                            + "(a repeatable with -- ${flyway:timestamp} in it runs every time)")
                case .invalid(let reason): invalid.append(reason)
                }
            }
        }
        if !invalid.isEmpty {
            guard !configuration.validateMigrationNaming else {
                throw MigrationError(.files, "Invalid SQL filenames found:\n" + invalid.joined(separator: "\n"))
            }
            warnings.append(
                "\(invalid.count) SQL migrations were detected but not run because they did not follow the filename convention. "
                    + "Set 'validateMigrationNaming' to true to fail fast and see a list of the invalid file names.")
        }
        return Contents(scripts: try withoutDuplicates(scripts), warnings: warnings)
    }

    // MARK: - Folders

    /// Duplicates and folders inside one another are looked at once.
    private func locations(_ warnings: inout [String]) -> [Location] {
        var kept: [Location] = []
        let wanted = configuration.locations.map { path in
            Location(path: path, url: project.resolving(path))
        }
        for location in wanted.sorted(by: { $0.url.path < $1.url.path }) {
            if kept.contains(where: { $0.url.path == location.url.path }) {
                warnings.append("Discarding duplicate location 'filesystem:\(location.path)'")
            } else if let parent = kept.first(where: { location.url.path.hasPrefix($0.url.path + "/") }) {
                warnings.append("Discarding location 'filesystem:\(location.path)' as it is a sub-location of 'filesystem:\(parent.path)'")
            } else {
                kept.append(location)
            }
        }
        return kept
    }

    private func isFolder(_ url: URL) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    /// Every readable file below, hidden folders left out, by path.
    private func files(below folder: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().flatMap { name -> [URL] in
            let url = folder.appendingPathComponent(name)
            if isFolder(url) { return name.hasPrefix(".") ? [] : files(below: url) }
            return FileManager.default.isReadableFile(atPath: url.path) ? [url] : []
        }
    }

    // MARK: - Files

    private func script(
        _ file: URL, in location: Location, version: MigrationVersion?, description: String
    ) throws(MigrationError) -> MigrationScript {
        let text = try read(file)
        var own = ScriptConfiguration()
        let beside = URL(fileURLWithPath: file.path + ".conf")
        if FileManager.default.isReadableFile(atPath: beside.path) {
            do throws(MigrationError) {
                own = try ScriptConfiguration(String(decoding: try read(beside), as: UTF8.self), environment: environment)
            } catch {
                throw MigrationError(error.code, error.message, at: .init(file: shown(beside)))
            }
        }
        let raw = Checksum.of(text)
        var script = MigrationScript(
            version: version, description: description, script: String(file.path.dropFirst(location.url.path.count + 1)), url: file,
            path: shown(file), text: text, configuration: own, checksum: raw, rawChecksum: raw)
        if version == nil { script.checksum = Checksum.of(try source(of: script).text) }
        return script
    }

    /// The script's text as it is run.
    func source(of script: MigrationScript) throws(MigrationError) -> SourceText {
        guard script.configuration.placeholderReplacement ?? configuration.placeholderReplacement else {
            return SourceText(path: script.path, text: script.text)
        }
        return try placeholders.replaced(in: script.text, fileName: script.fileName, path: script.path)
    }

    /// The file's bytes without a byte order mark.
    private func read(_ file: URL) throws(MigrationError) -> [UInt8] {
        let bytes: [UInt8]
        do { bytes = Array(try Data(contentsOf: file)) } catch {
            throw MigrationError(.files, "cannot be read: \(error.localizedDescription)", at: .init(file: shown(file)))
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw MigrationError(
                .files, "Unable to calculate checksum of \(file.lastPathComponent): it is not UTF-8", at: .init(file: shown(file)))
        }
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    /// Shell migrations.
    private func refuseForeign(_ file: URL) throws(MigrationError) {
        // Source: flyway-core 13.0.0, ScriptMigrationResolver.
        guard ["cmd", "bat", "ps1", "py", "sh", "bash"].contains(file.pathExtension) else { return }
        var naming = configuration.naming
        naming.suffixes = ["." + file.pathExtension]
        if case .invalid = naming.meaning(file.lastPathComponent) { return }
        throw refusal(file, "Flyway would run this program; write it as an SQL migration")
    }

    /// What Flyway would run and we do not is an error: leaving it out in silence would make two different databases.
    private func refusal(_ file: URL, _ reason: String) -> MigrationError {
        MigrationError(.files, "ems migrate does not do this: \(reason).", at: .init(file: shown(file)), advice: "Or run Flyway itself.")
    }

    private func shown(_ file: URL) -> String {
        let root = project.standardizedFileURL.path + "/"
        return file.path.hasPrefix(root) ? String(file.path.dropFirst(root.count)) : file.path
    }

    // MARK: - Order

    private func withoutDuplicates(_ scripts: [MigrationScript]) throws(MigrationError) -> [MigrationScript] {
        var ordered: [MigrationScript] = []
        for script in scripts.sorted(by: Self.precedes) {
            guard let last = ordered.last, last.version == script.version, script.version != nil || last.description == script.description
            else {
                ordered.append(script)
                continue
            }
            // The same file in two locations is one migration.
            if last.script == script.script, last.rawChecksum == script.rawChecksum, last.checksum == script.checksum { continue }
            let what =
                script.version.map { "migration with version \($0)" } ?? "repeatable migration with description \(script.description)"
            throw MigrationError(.files, "Found more than one \(what)\nOffenders:\n-> \(last.path) (SQL)\n-> \(script.path) (SQL)")
        }
        return ordered
    }

    /// Versions in order, then descriptions in the order of Java's strings (UTF-16).
    static func precedes(_ left: MigrationScript, _ right: MigrationScript) -> Bool {
        switch (left.version, right.version) {
        case (let a?, let b?): a < b
        case (_?, nil): true
        case (nil, _?): false
        case (nil, nil): left.description.utf16.lexicographicallyPrecedes(right.description.utf16)
        }
    }
}

extension URL {
    /// A path as a project means it: absolute, or relative to this folder.
    func resolving(_ path: String) -> URL {
        (path.hasPrefix("/") ? URL(fileURLWithPath: path) : appendingPathComponent(path)).standardizedFileURL
    }
}
