import Foundation
import Synchronization

@testable import Migration

/// A Flyway project in a folder of its own.
struct TestProject: Sendable {
    let root: URL

    /// Lends a fresh project to `body` and removes it afterwards.
    /// - Parameter configuration: lines of flyway.conf after the usual ones (schema `energy`, three locations).
    static func with<Value>(
        _ configuration: String = "", _ files: [String: String] = [:], _ body: (TestProject) async throws -> Value
    ) async throws -> Value {
        let project = try TestProject(configuration, files)
        defer { try? FileManager.default.removeItem(at: project.root) }
        return try await body(project)
    }

    private init(_ configuration: String, _ files: [String: String]) throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("ems-migration-\(UUID().uuidString)")
        for folder in ["migration", "routines", "views"] {
            try FileManager.default.createDirectory(
                at: root.appendingPathComponent("db/\(folder)"), withIntermediateDirectories: true)
        }
        try configure(configuration)
        for (path, text) in files { try write(path, text) }
    }

    func configure(_ lines: String) throws {
        try Data(
            """
            flyway.schemas=energy
            flyway.locations=filesystem:db/migration,filesystem:db/routines,filesystem:db/views
            \(lines)

            """.utf8
        ).write(to: root.appendingPathComponent("flyway.conf"))
    }

    /// - Parameter path: below `db`; `V…` goes to migration, `R…` to routines unless a folder is named.
    func write(_ path: String, _ text: String) throws { try write(path, bytes: Array(text.utf8)) }

    func write(_ path: String, bytes: [UInt8]) throws {
        let url = url(path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(at: url(path)) }

    private func url(_ path: String) -> URL {
        let folder = path.contains("/") ? "" : path.hasPrefix("R") ? "routines/" : "migration/"
        return root.appendingPathComponent("db/" + folder + path)
    }

    func migrator(_ uri: String, environment: [String: String] = [:]) throws -> Migrator {
        try Migrator(
            project: root, databaseURI: uri, environment: environment, clock: HastyClock(), startedAt: Date(timeIntervalSince1970: 0))
    }
}

/// A real clock on which a second of waiting takes ten milliseconds.
struct HastyClock: Clock {
    typealias Duration = Swift.Duration

    var now: ContinuousClock.Instant { ContinuousClock.now }
    var minimumResolution: Duration { ContinuousClock().minimumResolution }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        try await ContinuousClock().sleep(for: now.duration(to: deadline) / 100)
    }
}

/// Collects progress.
final class Log: Sendable {
    private let messages = Mutex<[MigrationMessage]>([])

    var lines: [String] { messages.withLock { $0.map(\.text) } }
    var warnings: [String] { messages.withLock { $0.filter { $0.level == .warning }.map(\.text) } }

    @Sendable func note(_ message: MigrationMessage) { messages.withLock { $0.append(message) } }
}
