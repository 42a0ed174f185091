internal import Foundation

/// Real answers that lie beside the repository and are never part of it. Tests that need them skip where they are not.
public enum SharedData {
    /// `EMS_SHARED_DATA`, or `../shared/data` beside the repository; nil where neither is.
    public static let folder: String? = {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let candidates: [String?] = [
            ProcessInfo.processInfo.environment["EMS_SHARED_DATA"],
            repository.deletingLastPathComponent().appendingPathComponent("shared/data").path,
        ]
        return candidates.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0 + "/README.md") }
    }()

    public static var isPresent: Bool { folder != nil }

    /// What a skipped test says.
    public static let absence = "needs the real data: set EMS_SHARED_DATA, or put it at ../shared/data"

    /// The bytes of a file, by its path in the folder.
    public static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: (folder ?? "") + "/" + path)))
    }

    public static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }
}
