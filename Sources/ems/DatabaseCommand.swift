import ArgumentParser
import Cluster
import Foundation

/// `ems database`: the private cluster, for people who have no PostgreSQL of their own and for the tests.
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "database",
        abstract: "A PostgreSQL cluster of EMS's own, in its data directory.",
        subcommands: [Start.self, Stop.self])

    struct Directory: ParsableArguments {
        @Option(name: .customLong("data-dir"), help: "Folder of the cluster, the spool and the keys (EMS_DATA_DIR).")
        var dataDirectory = ProcessInfo.processInfo.environment["EMS_DATA_DIR"] ?? ".data"

        var cluster: PrivateCluster {
            PrivateCluster(directory: URL(fileURLWithPath: dataDirectory).appendingPathComponent("postgresql"))
        }
    }

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Start it, making it first where it is missing; prints its URI.")

        @OptionGroup var directory: Directory

        @Flag(help: "Skip fsync: faster, and lost on a power cut. For tests.")
        var throwaway = false

        func run() async throws {
            print(try await directory.cluster.start(durable: !throwaway))
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Stop it, by its own process id.")

        @OptionGroup var directory: Directory

        func run() async throws {
            try await directory.cluster.stop()
        }
    }
}
