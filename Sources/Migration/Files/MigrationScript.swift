internal import Foundation

/// One migration as it lies on disk.
struct MigrationScript: Sendable, Equatable {
    /// nil for a repeatable.
    var version: MigrationVersion?
    /// The part after the separator, blanks for underscores.
    var description: String
    /// Path relative to its location, as the history stores it.
    var script: String
    var url: URL
    /// Path to show a person.
    var path: String
    /// UTF-8 without a byte order mark, placeholders as written.
    var text: [UInt8]
    var configuration: ScriptConfiguration
    /// What the history gets: of the raw text for a versioned migration, of the replaced text for a repeatable.
    var checksum: Int32
    /// Of the raw text.
    var rawChecksum: Int32

    var fileName: String { url.lastPathComponent }

    /// Whether a stored checksum says that this text was applied.
    func matches(checksum stored: Int32?) -> Bool {
        stored == checksum || (version == nil && stored == rawChecksum)
    }
}
