@testable import API
import Fetch
import Foundation
import Hummingbird
import Logging
import Subprocess
import Testing

/// HTTPS with a certificate of files.
@Suite struct TLSTests {
    @Test func `a certificate and its key serve HTTPS, and plain HTTP is not answered`() async throws {
        try await withCertificate { files in
            var logger = Logger(label: "tls-tests")
            logger.logLevel = .critical
            let router = Router()
            router.get("/live") { _, _ in "well" }
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            let application = Application(
                router: router, server: try RestAPI.httpsServer(files), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) }, logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.run() }
                for await port in ports {
                    let answer = try await Fetch.HTTPClient(verifiesTLS: false).send(Fetch.HTTPRequest(.get, "https://127.0.0.1:\(port)/live"))
                    #expect(answer.text == "well")
                    await #expect(throws: FetchError.self) { try await Fetch.HTTPClient().send(Fetch.HTTPRequest(.get, "http://127.0.0.1:\(port)/live")) }
                    break
                }
                group.cancelAll()
            }
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
