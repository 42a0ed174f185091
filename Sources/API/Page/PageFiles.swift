public import Foundation
internal import NIOCore

/// The page as `scripts/web` built it, read once: a rebuild under a running server never mixes two versions.
public struct PageFiles: Sendable {
    let index: PageFile
    /// By name within `assets/`; each name holds a digest of its content.
    let assets: [String: PageFile]

    /// - Parameter directory: holds `index.html` and `assets/`.
    /// - Throws: what Foundation says of an unreadable file.
    public init(_ directory: URL) throws {
        let folder = directory.appendingPathComponent("assets")
        index = try Self.file(directory.appendingPathComponent("index.html"))
        var assets: [String: PageFile] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !name.hasSuffix(".gz") {
            assets[name] = try Self.file(folder.appendingPathComponent(name))
        }
        self.assets = assets
    }

    private static func file(_ url: URL) throws -> PageFile {
        let gzip = try? Data(contentsOf: URL(fileURLWithPath: url.path + ".gz"))
        return PageFile(name: url.lastPathComponent, body: ByteBuffer(bytes: try Data(contentsOf: url)), gzip: gzip.map { ByteBuffer(bytes: $0) })
    }
}
