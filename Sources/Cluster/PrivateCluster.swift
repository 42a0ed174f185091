public import Foundation
import Glibc

/// A PostgreSQL cluster of our own: made with `initdb` in a folder, listening on one free loopback port,
/// reached with a password that only the folder's owner can read.
public struct PrivateCluster: Sendable {
    /// Holds `data/` (the cluster), `password`, `port` and `server.log`.
    public let directory: URL

    public init(directory: URL) {
        self.directory = directory.standardizedFileURL
    }

    public enum Failure: Error, CustomStringConvertible {
        case noServerPrograms(String)
        case didNotStart(log: String)

        public var description: String {
            switch self {
            case .noServerPrograms(let reason):
                "PostgreSQL's programs were not found (\(reason)); run scripts/bootstrap, or set EMS_PG_BINDIR"
            case .didNotStart(let log): "PostgreSQL did not start; its log ends with: \(log)"
            }
        }
    }

    private var data: URL { directory.appendingPathComponent("data") }
    private var log: URL { directory.appendingPathComponent("server.log") }

    /// Starts the cluster, making it first where it is missing, and returns a superuser's URI of the database `postgres`.
    ///
    /// Starting one that runs is harmless.
    public func start(durable: Bool = true) async throws -> String {
        let programs = try await Self.programDirectory()
        if !FileManager.default.fileExists(atPath: data.appendingPathComponent("PG_VERSION").path) {
            try await create(programs, durable: durable)
        }
        if !isRunning {
            let port = try freePort(preferred: savedPort)
            try String(port).write(to: directory.appendingPathComponent("port"), atomically: true, encoding: .utf8)
            do {
                _ = try await Shell.run(
                    "\(programs)/pg_ctl",
                    ["-D", data.path, "-l", log.path, "-w", "-t", "60", "-o", "-p \(port) -c listen_addresses=127.0.0.1", "start"],
                    daemon: true)
            } catch {
                throw Failure.didNotStart(log: tail(log))
            }
        }
        return try uri(database: "postgres")
    }

    /// Stops the cluster by its own process id; one that does not run is left alone.
    public func stop() async throws {
        guard isRunning else { return }
        _ = try await Shell.run("\(try await Self.programDirectory())/pg_ctl", ["-D", data.path, "-w", "-m", "fast", "stop"])
    }

    /// The superuser's URI of a database of this cluster.
    public func uri(database: String) throws -> String {
        let password = try String(contentsOf: directory.appendingPathComponent("password"), encoding: .utf8)
        return "postgresql://postgres:\(password)@127.0.0.1:\(savedPort ?? 0)/\(database)"
    }

    /// True while the process named in the cluster's own pid file lives.
    public var isRunning: Bool { processID.map { kill($0, 0) == 0 || errno == EPERM } ?? false }

    /// The server's process id, from its pid file.
    public var processID: pid_t? {
        let file = try? String(contentsOf: data.appendingPathComponent("postmaster.pid"), encoding: .utf8)
        return file?.split(separator: "\n").first.flatMap { pid_t($0) }
    }

    private var savedPort: UInt16? {
        (try? String(contentsOf: directory.appendingPathComponent("port"), encoding: .utf8)).flatMap { UInt16($0) }
    }

    private func create(_ programs: String, durable: Bool) async throws {
        let files = FileManager.default
        try files.createDirectory(at: directory, withIntermediateDirectories: true)
        let passwordFile = directory.appendingPathComponent("password")
        var random = SystemRandomNumberGenerator()
        let password = (0..<4).map { _ in String(random.next(), radix: 36) }.joined()
        _ = files.createFile(atPath: passwordFile.path, contents: Data(password.utf8), attributes: [.posixPermissions: 0o600])
        try files.createDirectory(at: data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        _ = files.createFile(atPath: log.path, contents: nil, attributes: [.posixPermissions: 0o600])
        if let account = Shell.serverAccount {
            for url in [directory, passwordFile, data, log] { try files.setAttributes([.ownerAccountName: account], ofItemAtPath: url.path) }
        }
        _ = try await Shell.run(
            "\(programs)/initdb",
            [
                "-D", data.path, "-U", "postgres", "--pwfile", passwordFile.path, "--auth=scram-sha-256", "--encoding=UTF8",
                "--locale=C.UTF-8", "--no-instructions",
            ])
        var settings = """
            unix_socket_directories = ''
            max_connections = 200
            shared_buffers = 128MB
            jit = off
            timezone = 'UTC'
            log_timezone = 'UTC'

            """
        if !durable {
            settings += "max_connections = 400\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
        }
        let configuration = try FileHandle(forWritingTo: data.appendingPathComponent("postgresql.conf"))
        try configuration.seekToEnd()
        try configuration.write(contentsOf: Data(settings.utf8))
        try configuration.close()
    }

    /// Where `initdb` and `pg_ctl` are: `EMS_PG_BINDIR`, else what `pg_config --bindir` says.
    static func programDirectory() async throws -> String {
        if let configured = ProcessInfo.processInfo.environment["EMS_PG_BINDIR"] { return configured }
        do {
            return try await Shell.run("pg_config", ["--bindir"]).trimmingCharacters(in: .whitespacesAndNewlines)
        } catch {
            throw Failure.noServerPrograms(String(describing: error))
        }
    }

    private func tail(_ url: URL) -> String {
        let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(3).joined(separator: " | ")
    }
}

/// A loopback TCP port nobody listens on: the preferred one when it is free, else one the kernel picks.
public func freePort(preferred: UInt16? = nil) throws -> UInt16 {
    for wanted in [preferred, 0].compactMap(\.self) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw POSIXError(.EMFILE) }
        defer { close(descriptor) }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = wanted.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        if bound { return UInt16(bigEndian: address.sin_port) }
    }
    throw POSIXError(.EADDRNOTAVAIL)
}
