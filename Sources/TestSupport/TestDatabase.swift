internal import Foundation
internal import Postgres

/// Clones of the migrated template database, on the server `scripts/test-server` started.
public enum TestDatabase {
    /// What is missing when a suite is run by hand.
    public struct NoServer: Error, CustomStringConvertible {
        public var description: String { "EMS_TEST_SERVER is not set: run `eval \"$(scripts/test-server start)\"` first" }
    }

    /// A superuser's URI of the server's maintenance database.
    public static func server() throws -> String {
        guard let uri = ProcessInfo.processInfo.environment["EMS_TEST_SERVER"] else { throw NoServer() }
        return uri
    }

    /// Runs `body` with the URI of a fresh database and drops it afterwards.
    /// - Parameter template: the database to clone: `ems_template` (migrated) or `template1` (empty).
    public static func with<Value>(
        template: String = "ems_template", _ body: (String) async throws -> Value
    ) async throws -> Value {
        let server = try server()
        let name = "t_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let maintenance = try await PostgresConnection(server, applicationName: "ems-tests")
        try await maintenance.script("create database \(name) template \(template)")
        let result: Result<Value, any Error>
        do { result = .success(try await body(uri(server, database: name))) } catch { result = .failure(error) }
        // For a look at what a test left behind: EMS_TEST_KEEP=1.
        if ProcessInfo.processInfo.environment["EMS_TEST_KEEP"] == nil {
            try await maintenance.script("drop database \(name) with (force)")
        } else {
            print("kept database \(name)")
        }
        await maintenance.close()
        return try result.get()
    }

    /// The same server, another database.
    public static func uri(_ server: String, database: String) -> String {
        guard let slash = server.lastIndex(of: "/") else { return server }
        return server[...slash] + database
    }
}
