import ArgumentParser
import Cluster
import Foundation

/// Where commands for people find the database: what is given, else EMS_DATABASE_URL, else the demo's own in the data directory.
struct DatabaseAddress: ParsableArguments {
    // No default here: help would print it, password and all.
    @Option(name: .customLong("database-url"), help: "libpq URI of the database's owner (default: EMS_DATABASE_URL, else the demo's in the data directory).")
    var databaseURL: String?

    @Option(name: .customLong("data-dir"), help: "Folder of the demo's database (EMS_DATA_DIR).")
    var dataDirectory = variable("EMS_DATA_DIR") ?? ".data"

    func uri() throws -> String {
        if let named = databaseURL ?? variable("EMS_DATABASE_URL") { return named }
        let folder = URL(fileURLWithPath: dataDirectory).appendingPathComponent("postgresql")
        guard let uri = try? PrivateCluster(directory: folder).uri(database: "ems") else {
            throw ValidationError("No database: give --database-url or EMS_DATABASE_URL, or --data-dir of a demo; \(folder.path) holds none.")
        }
        return uri
    }
}
