internal import Database
internal import Foundation
internal import Logging
internal import Synchronization

/// Telemetry on disk while the database is away: files of one frame a line, oldest first, bounded.
///
/// A line is written with one `write`, so a killed worker leaves at most a torn last line, which is skipped. A file is deleted when
/// all its frames are in the database; one that was sent twice does no harm, since a frame is stored once.
final class Spool: Sendable {
    private struct State {
        var current: FileHandle?
        var currentName = ""
        var currentBytes = 0
        var sequence = 0
    }

    private let directory: URL
    private let limitBytes: Int
    private let fileBytes: Int
    private let logger: Logger
    private let state = Mutex(State())

    /// - Parameter limitBytes: past it the oldest file goes.
    init(directory: URL, limitBytes: Int, fileBytes: Int = 1 << 20, logger: Logger) throws {
        self.directory = directory
        self.limitBytes = limitBytes
        self.fileBytes = min(fileBytes, max(1, limitBytes / 4))
        self.logger = logger
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    /// Keeps frames; returns how many files had to go for them.
    @discardableResult
    func append(_ frames: [TelemetryFrame]) throws -> Int {
        let encoder = JSONEncoder()
        var lines = Data()
        for frame in frames {
            lines.append(try encoder.encode(frame))
            lines.append(UInt8(ascii: "\n"))
        }
        return try state.withLock { state in
            if state.current == nil || state.currentBytes >= fileBytes { try openFile(&state) }
            try state.current?.write(contentsOf: lines)
            state.currentBytes += lines.count
            return try shrink(&state)
        }
    }

    var isEmpty: Bool { files().isEmpty }

    /// The oldest file's frames, at most those; nil when there is nothing.
    ///
    /// A torn or foreign line is skipped and logged.
    func oldest() -> (name: String, frames: [TelemetryFrame])? {
        guard let name = files().first else { return nil }
        state.withLock { state in
            // What is being read is not written to any more.
            if state.currentName == name {
                try? state.current?.close()
                state.current = nil
            }
        }
        guard let data = try? Data(contentsOf: directory.appendingPathComponent(name)) else { return (name, []) }
        let decoder = JSONDecoder()
        let frames = data.split(separator: UInt8(ascii: "\n")).compactMap { line -> TelemetryFrame? in
            let frame = try? decoder.decode(TelemetryFrame.self, from: Data(line))
            if frame == nil { logger.warning("a line of the spool is not readable and was skipped", metadata: ["spool.file": "\(name)"]) }
            return frame
        }
        return (name, frames)
    }

    /// Forgets a file whose frames are in the database.
    func remove(_ name: String) {
        try? FileManager.default.removeItem(at: directory.appendingPathComponent(name))
    }

    /// Keeps a file that the database will never take out of the queue, for a person to look at.
    func setAside(_ name: String) {
        let file = directory.appendingPathComponent(name)
        try? FileManager.default.moveItem(at: file, to: file.appendingPathExtension("refused"))
    }

    private func files() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []).filter { $0.hasSuffix(".ndjson") }.sorted()
    }

    private func openFile(_ state: inout State) throws {
        try state.current?.close()
        state.sequence += 1
        // Sorts by time, then by order within this process.
        let time = String(Int(Date().timeIntervalSince1970 * 1000))
        let order = String(state.sequence)
        let name = String(repeating: "0", count: max(0, 15 - time.count)) + time + "-" + String(repeating: "0", count: max(0, 6 - order.count)) + order + ".ndjson"
        let url = directory.appendingPathComponent(name)
        guard FileManager.default.createFile(atPath: url.path, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
        state.current = try FileHandle(forWritingTo: url)
        state.currentName = name
        state.currentBytes = 0
    }

    private func shrink(_ state: inout State) throws -> Int {
        var dropped = 0
        var names = files()
        var total = names.reduce(0) { $0 + size($1) }
        while total > limitBytes, let oldest = names.first, oldest != state.currentName {
            total -= size(oldest)
            try FileManager.default.removeItem(at: directory.appendingPathComponent(oldest))
            names.removeFirst()
            dropped += 1
        }
        return dropped
    }

    private func size(_ name: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: directory.appendingPathComponent(name).path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
}
