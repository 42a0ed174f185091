import Foundation
import Modbus
import Testing

/// mbpoll (Debian) stands for everybody else's client.
struct ForeignClientTests {
    static let mbpoll = "/usr/bin/mbpoll"

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: mbpoll), "mbpoll is not installed"))
    func `mbpoll reads and writes the server`() async throws {
        try await withServer { (_, unit, client) async throws in
            let port = String(client.port)
            let common = ["-m", "tcp", "-p", port, "-a", "1", "-0", "-1", "-q"]
            let written = try run(common + ["-r", "108", "-t", "4", "127.0.0.1", "77", "78"])
            #expect(written.contains("Written 2 references"), "\(written)")
            #expect(unit.writes == [.init(address: 108, words: [77, 78], single: false)])
            let read = try run(common + ["-r", "107", "-c", "4", "-t", "4", "127.0.0.1"])
            for line in ["[107]: \t107", "[108]: \t77", "[109]: \t78", "[110]: \t110"] { #expect(read.contains(line), "\(read)") }
            let input = try run(common + ["-r", "5", "-c", "1", "-t", "3", "127.0.0.1"])
            #expect(input.contains("[5]: \t10005"), "\(input)")
            let refused = try run(common + ["-r", "899", "-c", "2", "-t", "4", "127.0.0.1"])
            #expect(refused.contains("Illegal data address"), "\(refused)")
        }
    }

    private func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.mbpoll)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }
}
