@testable import API
import Fetch
import Foundation
import Hummingbird
import Logging
import Subprocess
import Testing

/// HTTPS with a certificate of files.
struct TLSTests {
    @Test func `a certificate and its key serve HTTPS, and plain HTTP is not answered`() async throws {
        try await withServer { port in
            let answer = try await Fetch.HTTPClient(verifiesTLS: false).send(Fetch.HTTPRequest(.get, "https://127.0.0.1:\(port)/live"))
            #expect(answer.text == "well")
            await #expect(throws: FetchError.self) { try await Fetch.HTTPClient().send(Fetch.HTTPRequest(.get, "http://127.0.0.1:\(port)/live")) }
        }
    }

    @Test func `what takes many records goes both ways whole, on several connections`() async throws {
        let long = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 / 251) }
        try await withServer { port in
            try await withThrowingTaskGroup(of: [UInt8].self) { clients in
                for _ in 0..<4 {
                    clients.addTask {
                        try await Fetch.HTTPClient(verifiesTLS: false).send(Fetch.HTTPRequest(.post, "https://127.0.0.1:\(port)/echo", body: long)).body
                    }
                }
                for try await answer in clients { #expect(answer == long) }
            }
        }
    }

    @Test func `OpenSSL's client agrees on TLS 1.2 and 1.3, asks twice on one connection, and is refused at 1.1`() async throws {
        try await withServer { port in
            let request = "GET /live HTTP/1.1\r\nHost: x\r\n"
            let answers = try await client(port, ["-quiet", "-ign_eof"], request + "\r\n" + request + "Connection: close\r\n\r\n")
            #expect(answers.components(separatedBy: "well").count == 3)
            #expect(try await client(port, ["-brief"], "").contains("TLSv1.3"))
            #expect(try await client(port, ["-brief", "-tls1_2"], "").contains("TLSv1.2"))
            #expect(try await client(port, ["-brief", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], "").contains("alert protocol version"))
        }
    }

    @Test func `a file that is no certificate, no key, or another's key is named`() async throws {
        try await withCertificate { files in
            try await withCertificate { others in
                for (certificate, key, named) in [
                    ("/nowhere", files.key, "/nowhere"), (files.certificate, "/nowhere", "/nowhere"), (files.key, files.key, files.key), (files.certificate, others.key, others.key),
                ] {
                    let error = #expect(throws: APIConfigurationError.self) { _ = try RestAPI.httpsServer(TLSFiles(certificate: certificate, key: key)) }
                    #expect(error?.description.contains(named) == true, "\(String(describing: error))")
                }
            }
        }
    }

    private func withServer(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await withCertificate { files in
            var logger = Logger(label: "tls-tests")
            logger.logLevel = .critical
            let router = Router()
            router.get("/live") { _, _ in "well" }
            router.post("/echo") { request, _ in Response(status: .ok, body: .init(byteBuffer: try await request.body.collect(upTo: 4_000_000))) }
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            let application = Application(
                router: router, server: try RestAPI.httpsServer(files), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) }, logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.run() }
                for await port in ports {
                    try await body(port)
                    break
                }
                group.cancelAll()
            }
        }
    }

    /// What `openssl s_client` prints when it sends `text`.
    private func client(_ port: Int, _ options: [String], _ text: String) async throws -> String {
        let ran = try await Subprocess.run(
            .name("openssl"), arguments: .init(["s_client", "-connect", "127.0.0.1:\(port)"] + options), input: .string(text), output: .string(limit: 1_000_000),
            error: .string(limit: 1_000_000))
        return (ran.standardOutput ?? "") + (ran.standardError ?? "")
    }

    private func withCertificate(_ body: (TLSFiles) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ems-https-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = TLSFiles(certificate: folder.appendingPathComponent("certificate.pem").path, key: folder.appendingPathComponent("key.pem").path)
        let made = try await Subprocess.run(
            .name("openssl"), arguments: ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=ems", "-keyout", files.key, "-out", files.certificate], output: .discarded,
            error: .discarded)
        try #require(made.terminationStatus.isSuccess)
        try await body(files)
    }
}
