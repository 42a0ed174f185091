import Fetch
import Foundation
import NIOCore
import NIOPosix
import Postgres
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// The program itself: accounts by `ems user`, one secret for database and server, and nothing of it to be seen.
struct ServeTests {
    private static let password = "correct horse battery"

    @Test(.timeLimit(.minutes(2)), arguments: [nil, "a secret of the settings, long enough for HS256"])
    func `a login made at the terminal works over HTTP, whoever chose the secret`(_ secret: String?) async throws {
        try await TestDatabase.with { uri in
            let owner = try await PostgresConnection(uri)
            try await owner.script("update ems.identity_setting set bcrypt_work = 4; select ems.fn_demo_site('home01', 'House', '{}', 'observe', now())")
            let own = try await secretOf(owner)
            #expect(own.count == 64)
            try await user(["add", "anna@example.org", "--site", "home01=operator", "--password-stdin", "--database-url", uri], input: Self.password + "\n")
            let token = try await user(["token", "anna@example.org", "--name", "probe", "--database-url", uri]).trimmingCharacters(in: .newlines)

            let served = try await serve(uri, secret) { address in
                let login = try await HTTPClient().send(
                    HTTPRequest(
                        .post, "\(address)/rest/rpc/login", headers: ["Content-Type": "application/json"],
                        body: Array(#"{"email": "anna@example.org", "password": "\#(Self.password)"}"#.utf8)))
                #expect(login.status == 200, "\(login.text)")
                let access = try #require(login.text.firstMatch(of: /"access_token": ?"([^"]+)"/)?.1)
                #expect(try await HTTPClient().send(HTTPRequest(.get, "\(address)/api/v1/me", headers: ["Authorization": "Bearer \(access)"])).status == 200)
                let probe = try await HTTPClient().send(HTTPRequest(.get, "\(address)/rest/vw_site?select=site_id", headers: ["Authorization": "Bearer \(token)"]))
                #expect(probe.text == #"[{"site_id":"home01"}]"#)
                #expect(try await HTTPClient().send(HTTPRequest(.get, "\(address)/rest/vw_site")).status == 401)
            }
            let now = try await secretOf(owner)
            #expect(now == secret ?? own)
            for hidden in [now, Self.password, token] {
                #expect(!served.commandLine.contains(hidden))
                #expect(!served.log.contains(hidden))
            }
            await owner.close()
        }
    }

    @Test func `a refusal is a sentence and an exit code`() async throws {
        try await TestDatabase.with { uri in
            let short = try await run(["user", "add", "anna@example.org", "--password-stdin", "--database-url", uri], input: "short\n")
            #expect(!short.isSuccess)
            #expect(short.error.contains("10 characters"))
            #expect(!short.error.contains("short\n"))
            let unknown = try await run(["user", "passwd", "nobody@example.org", "--password-stdin", "--database-url", uri], input: "\(Self.password)\n")
            #expect(!unknown.isSuccess)
            #expect(unknown.error.contains("no account"))
        }
    }

    private func secretOf(_ owner: PostgresConnection) async throws -> String {
        try await owner.query("select secret from ems.identity_setting")[0].decode("secret")
    }

    @discardableResult
    private func user(_ arguments: [String], input: String = "") async throws -> String {
        let result = try await run(["user"] + arguments, input: input)
        try #require(result.isSuccess, "\(result.error)")
        return result.output
    }

    private func run(_ arguments: [String], input: String) async throws -> (isSuccess: Bool, output: String, error: String) {
        let result = try await Subprocess.run(
            .path(ProgramUnderTest.path), arguments: Arguments(arguments), input: .string(input), output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        return (result.terminationStatus.isSuccess, result.standardOutput, result.standardError)
    }

    /// Runs `ems serve` as the API alone while `body` runs, and returns what of it others could have seen.
    private func serve(_ uri: String, _ secret: String?, _ body: (String) async throws -> Void) async throws -> (commandLine: String, log: String) {
        let port = try await freePort()
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("ems-serve-\(UUID().uuidString).log").path
        defer { try? FileManager.default.removeItem(atPath: log) }
        let file = try FileDescriptor.open(FilePath(log), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        var changes: [Environment.Key: String?] = ["EMS_DATABASE_URL": uri, "EMS_HTTP_BIND": "127.0.0.1:\(port)", "EMS_LOG_LEVEL": "debug"]
        if let secret { changes["EMS_API_JWT_SECRET"] = secret }
        var commandLine = ""
        _ = try await Subprocess.run(
            .path(ProgramUnderTest.path), arguments: ["serve", "--no-jobs", "--no-control"], environment: .inherit.updating(changes), input: .none,
            output: .fileDescriptor(file, closeAfterSpawningProcess: false), error: .fileDescriptor(file, closeAfterSpawningProcess: false)
        ) { execution in
            let address = "http://127.0.0.1:\(port)"
            let outcome: Result<Void, any Error>
            do {
                while (try? await HTTPClient().send(HTTPRequest(.get, "\(address)/ready")))?.isSuccess != true { try await Task.sleep(for: .milliseconds(50)) }
                // (before it answers it may not have become the program yet)
                commandLine = try String(contentsOfFile: "/proc/\(execution.processIdentifier.value)/cmdline", encoding: .utf8)
                outcome = .success(try await body(address))
            } catch { outcome = .failure(error) }
            try execution.send(signal: .terminate)
            try outcome.get()
        }
        try file.close()
        #expect(commandLine.contains("serve"))
        return (commandLine, try String(contentsOfFile: log, encoding: .utf8))
    }

    /// One that nobody listens on, below those that the kernel gives to whoever connects meanwhile.
    private func freePort() async throws -> Int {
        while true {
            let port = Int.random(in: 20_000..<32_000)
            if let channel = try? await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "127.0.0.1", port: port).get() {
                try await channel.close()
                return port
            }
        }
    }
}
