public import Foundation
internal import Postgres
public import Subprocess
public import SystemPackage

/// The program `ems` as it was built beside the tests.
public enum ProgramUnderTest {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Beside the test bundle, or where EMS_BIN says.
    public static var path: FilePath {
        FilePath(ProcessInfo.processInfo.environment["EMS_BIN"] ?? FileManager.default.currentDirectoryPath + "/.build/debug/ems")
    }

    /// Makes and migrates the database `ems` on a server.
    /// - Returns: its URI.
    public static func migratedDatabase(_ maintenanceURI: String) async throws -> String {
        let maintenance = try await PostgresConnection(maintenanceURI, applicationName: "ems-tests")
        try await maintenance.script("create database ems")
        await maintenance.close()
        let uri = TestDatabase.uri(maintenanceURI, database: "ems")
        let result = try await Subprocess.run(
            .path(path), arguments: ["migrate", "--database-url", uri], output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else { throw Failure(description: "ems migrate: \(result.standardOutput) \(result.standardError)") }
        return uri
    }
}
