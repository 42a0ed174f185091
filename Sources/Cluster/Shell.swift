import Glibc
internal import Subprocess

/// Runs PostgreSQL's programs under an account that PostgreSQL accepts.
enum Shell {
    /// A program that ended with something other than 0, with what it wrote to standard error.
    struct Failure: Error, CustomStringConvertible {
        let command: String
        let message: String
        var description: String { "\(command) failed: \(message)" }
    }

    /// PostgreSQL refuses root, so root hands over to `postgres`.
    static let serverAccount: String? = geteuid() == 0 ? "postgres" : nil

    /// Runs a program as the server's account, from `/` and in English, and returns its standard output.
    /// - Parameter daemon: true for a program that leaves one behind: that one inherits our pipes, so none are made.
    static func run(_ program: String, _ arguments: [String], daemon: Bool = false) async throws -> String {
        let account = serverAccount.map { ["runuser", "-u", $0, "--"] } ?? []
        let command = Arguments(["-C", "/", "LC_ALL=C.UTF-8"] + account + [program] + arguments)
        if daemon {
            let result = try await Subprocess.run(.name("env"), arguments: command, output: .discarded, error: .discarded)
            guard result.terminationStatus.isSuccess else { throw Failure(command: program, message: "\(result.terminationStatus)") }
            return ""
        }
        let result = try await Subprocess.run(
            .name("env"), arguments: command, output: .string(limit: 1 << 20), error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else { throw Failure(command: program, message: result.standardError) }
        return result.standardOutput
    }
}
