@testable import API
import Foundation
import HTTPTypes
import TestSupport
import Testing

/// Pushed telemetry over HTTP, and how a stream is cut.
struct IngestTests {
    private let path = "/ingest/telemetry?site_id=home01"

    private func line(_ second: Int, _ metric: String = "grid_power_w") -> String {
        let ts = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: (Date().timeIntervalSince1970 - 20_000).rounded() + Double(second)))
        return #"{"device": "meter_grid", "metric": "\#(metric)", "value": \#(second), "ts": "\#(ts)"}"#
    }

    @Test func `Lines come in any number, and each bad one is named by its number`() async throws {
        try await HouseServer.with { (house) async throws in
            // several batches
            var lines = (0..<8000).map { line($0) }
            lines[4711] = "nonsense"
            lines[7000] = line(7000, "dance")
            let answer = try await house.ask(.post, path, as: "ems_admin", lines.joined(separator: "\n"), headers: ["Content-Type": "application/x-ndjson"])
            #expect(answer.status == 200, "\(answer)")
            #expect(answer.body?[key: "rows"] == .integer(8000))
            #expect(answer.body?[key: "stored"] == .integer(7998))
            guard case .array(let refusals)? = answer.body?[key: "refusals"] else { throw APIError.connectionLost }
            #expect(refusals.map { $0[key: "row"] } == [.integer(4712), .integer(7001)])
            #expect(answer.body?[key: "reasons"]?.text == JSONValue.object([.init(key: "no_sample", value: .integer(1)), .init(key: "unknown_metric", value: .integer(1))]).text)
        }
    }

    @Test func `An array is taken too, from who may`() async throws {
        try await HouseServer.with { (house) async throws in
            let body = "[\(line(1)), \(line(2))]"
            #expect(try await house.ask(.post, path, as: "ems_admin", body).body?[key: "stored"] == .integer(2))
            #expect(try await house.ask(.post, path, as: "ems_admin", body).body?[key: "repeated"] == .integer(2))
            #expect(try await house.ask(.post, path, as: "ems_operator", body).status == 403)
            #expect(try await house.ask(.post, path, as: nil, body).status == 401)
            #expect(try await house.ask(.post, "/ingest/telemetry?site_id=nowhere", as: "ems_admin", body).status == 404)
            #expect(try await house.ask(.post, "/ingest/telemetry", as: "ems_admin", body).status == 400)
            #expect(try await house.ask(.post, path, as: "ems_admin", "{").status == 400)
            #expect(try await house.ask(.post, path, as: "ems_admin", "{}").status == 422)
            #expect(try await house.ask(.get, path, as: "ems_admin").status == 405)
            #expect(try await house.ask(.post, path, as: "ems_admin", body, headers: ["Content-Type": "text/csv"]).status == 415)
        }
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `However a stream is cut, its lines are the same`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let lines = (0..<Int.random(in: 1...9000, using: &random)).map { "\($0) " + String(repeating: "x", count: Int.random(in: 0...90, using: &random)) }
        let bytes = Array(lines.joined(separator: Bool.random(using: &random) ? "\n" : "\r\n\n").utf8)
        var batcher = LineBatcher()
        var found: [String] = []
        var index = 0
        while index < bytes.count {
            let end = min(bytes.count, index + Int.random(in: 1...60_000, using: &random))
            if let batch = try batcher.add(bytes[index..<end]) { found += batch.split(separator: "\n").map(String.init) }
            index = end
        }
        if let batch = batcher.finish() { found += batch.split(separator: "\n").map(String.init) }
        #expect(found == lines)
    }

    @Test func `A line without end is refused before it fills the memory`() throws {
        var batcher = LineBatcher()
        #expect(throws: APIError.self) { for _ in 0..<1000 { _ = try batcher.add([UInt8](repeating: 120, count: 1000)) } }
    }
}
