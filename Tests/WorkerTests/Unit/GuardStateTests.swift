import Clock
import Foundation
import Logging
import Testing

@testable import Worker

struct GuardStateTests {
    @Test func `a document that cannot be read is named and stops neither the worker nor the giving back`() async throws {
        let data = FileManager.default.temporaryDirectory.appendingPathComponent("ems-guard-\(UUID().uuidString)")
        let directory = data.appendingPathComponent("guard")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: data) }
        try Data(#"{"site": "home01", "written_by": "a version to come"}"#.utf8).write(to: directory.appendingPathComponent("home01.json"))

        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let state = try GuardState(directory: directory, latest: LatestValues(), logger: logger)
        #expect(state.sites.isEmpty)

        let outcome = await Restorer(dataDirectory: data.path, clock: SystemClock(), logger: logger).restore(dryRun: true)
        #expect(outcome.written == 0)
        #expect(outcome.failed.count == 1)
        #expect(outcome.failed.first?.contains("home01.json") == true)
    }
}
