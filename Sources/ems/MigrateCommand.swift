import ArgumentParser
import Foundation
import Migration

/// `ems migrate`: brings a database up to the project's `db/`, as Flyway would.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Apply the migrations of a Flyway project, keeping Flyway's own history.",
        discussion: """
            Reads flyway.conf, FLYWAY_* variables, and the folders in flyway.locations; writes flyway_schema_history as Flyway does, under \
            Flyway's lock. Flyway and this command can take turns on one database. Ends with 1 on any error.
            """)

    enum Action: String, EnumerableFlag {
        case info, validate, repair, dryRun

        static func name(for value: Action) -> NameSpecification { .long }

        static func help(for value: Action) -> ArgumentHelp? {
            switch value {
            case .info: "Show the state of every migration, and change nothing."
            case .validate: "Check that files and history agree and nothing is pending, and change nothing."
            case .repair: "Mend the history: failed rows go, missing files are marked, checksums follow the files."
            case .dryRun: "Show what would be applied, and change nothing."
            }
        }
    }

    // No default here: help would print it, password and all.
    @Option(help: "libpq URI of the database (default: EMS_DATABASE_URL, else flyway.url).")
    var databaseURL: String?

    @Option(help: "Folder with flyway.conf (default: the nearest one upward from here, else from this program).", completion: .directory)
    var project: String?

    @Flag var action: Action?

    func run() async throws {
        do {
            let environment = ProcessInfo.processInfo.environment
            let named = databaseURL ?? environment["EMS_DATABASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
            let migrator = try Migrator(project: folder(), databaseURI: named, environment: environment)
            switch action {
            case nil: try await migrator.migrate(progress: show)
            case .info:
                let report = try await migrator.info(progress: show)
                write("Schema version: \(report.schemaVersion ?? "<< Empty Schema >>")\n\n\(report.table)")
            case .validate: try await migrator.validate(progress: show)
            case .repair: try await migrator.repair(progress: show)
            case .dryRun:
                let pending = try await migrator.dryRun(progress: show)
                for migration in pending { write("Would migrate \(migration)") }
                write("\(pending.count) pending; nothing was changed.")
            }
        } catch {
            FileHandle.standardError.write(Data("ERROR: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }

    private func folder() throws(MigrationError) -> URL {
        if let project { return URL(fileURLWithPath: project, isDirectory: true) }
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
        if let found = Migrator.project(around: here) { return found }
        return Bundle.main.executableURL.flatMap { Migrator.project(around: $0.resolvingSymlinksInPath()) } ?? here
    }
}

/// Unbuffered, so that a container's log shows each script as it starts.
private func write(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

@Sendable private func show(_ message: MigrationMessage) {
    switch message.level {
    case .info: write(message.text)
    case .warning: FileHandle.standardError.write(Data("WARNING: \(message.text)\n".utf8))
    }
}
