import Fetch
import Foundation
import Testing

/// Against OpenSSL's own server with a certificate nobody signed, as a Loxone Gen 2 has in the house.
struct TLSTests {
    @Test func `a certificate nobody signed is refused, and accepted where verifying is off`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ems-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (key, certificate) = (folder.appendingPathComponent("key").path, folder.appendingPathComponent("cert").path)
        let making = try start(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=miniserver", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate])
        making.process.waitUntilExit()
        try #require(making.process.terminationStatus == 0)

        let serving = try start(["s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate, "-www"])
        defer {
            // Children inherit the signals this thread blocks, SIGTERM among them.
            kill(serving.process.processIdentifier, SIGKILL)
            serving.process.waitUntilExit()
        }
        // It prints `ACCEPT 127.0.0.1:PORT`.
        var printed = ""
        while !printed.contains("\n") || !printed.contains("ACCEPT") {
            let data = serving.output.fileHandleForReading.availableData
            try #require(!data.isEmpty, "openssl s_server ended: \(printed)")
            printed += String(decoding: data, as: UTF8.self)
        }
        let port = try #require(
            printed.split(whereSeparator: \.isNewline).first { $0.hasPrefix("ACCEPT") }?.split(separator: ":").last.flatMap { Int($0) })

        let request = HTTPRequest(.get, "https://127.0.0.1:\(port)/")
        let error = await #expect(throws: FetchError.self) { try await HTTPClient().send(request) }
        #expect(error?.code == .certificate)
        #expect(try await HTTPClient(verifiesTLS: false).send(request).status == 200)
    }

    private func start(_ arguments: [String]) throws -> (process: Process, output: Pipe) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return (process, output)
    }
}
