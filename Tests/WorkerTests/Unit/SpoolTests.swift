import Database
import Foundation
import Logging
import Site
import Testing

@testable import Worker

struct SpoolTests {
    static func with(limit: Int = 1 << 20, fileBytes: Int = 1 << 20, _ body: (Spool, URL) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("ems-spool-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(try Spool(directory: directory, limitBytes: limit, fileBytes: fileBytes, logger: Logger(label: "test")), directory)
    }

    static func frame(_ second: Int) -> TelemetryFrame {
        TelemetryFrame(
            siteID: "home01", device: "inverter", measuredAt: Instant("2026-06-10T10:00:00Z")! + .seconds(second), metrics: ["a", "b"], values: [Double(second), nil])
    }

    @Test func `frames come back in order and as they were, missing values missing`() throws {
        try Self.with { spool, _ in
            for second in 0..<10 { try spool.append([Self.frame(second)]) }
            #expect(spool.oldest()?.frames == (0..<10).map(Self.frame))
        }
    }

    @Test func `a file that is read is written to no more, and goes when it is done`() throws {
        try Self.with { spool, _ in
            try spool.append([Self.frame(0)])
            let first = try #require(spool.oldest())
            try spool.append([Self.frame(1)])
            #expect(spool.oldest()?.frames == [Self.frame(0)])
            spool.remove(first.name)
            #expect(spool.oldest()?.frames == [Self.frame(1)])
        }
    }

    @Test func `a line torn by a kill is skipped, the others are kept`() throws {
        try Self.with { spool, directory in
            try spool.append([Self.frame(0), Self.frame(1)])
            let name = try #require(spool.oldest()?.name)
            let file = directory.appendingPathComponent(name)
            let data = try Data(contentsOf: file)
            try data.dropLast(20).write(to: file)
            #expect(spool.oldest()?.frames == [Self.frame(0)])
        }
    }

    @Test func `past its limit the oldest file goes, the newest stays`() throws {
        try Self.with(limit: 4000) { spool, _ in
            var dropped = 0
            for second in 0..<200 { dropped += try spool.append([Self.frame(second)]) }
            #expect(dropped > 0)
            var frames: [TelemetryFrame] = []
            while let (name, found) = spool.oldest() {
                frames += found
                spool.remove(name)
            }
            #expect(frames.last == Self.frame(199))
            #expect(frames.count < 60)
        }
    }

    @Test func `another process finds what the last one left`() throws {
        try Self.with { spool, directory in
            try spool.append([Self.frame(0)])
            let next = try Spool(directory: directory, limitBytes: 1 << 20, logger: Logger(label: "test"))
            #expect(next.oldest()?.frames == [Self.frame(0)])
        }
    }

    @Test func `a refused file leaves the queue and stays on disk`() throws {
        try Self.with { spool, directory in
            try spool.append([Self.frame(0)])
            let name = try #require(spool.oldest()?.name)
            spool.setAside(name)
            #expect(spool.isEmpty)
            #expect(FileManager.default.fileExists(atPath: directory.appendingPathComponent(name + ".refused").path))
        }
    }
}
