/// One row of the history table.
struct AppliedMigration: Sendable, Equatable {
    /// Which kinds of rows there are; other text makes Flyway refuse the whole table, and so do we.
    enum Kind: String, Sendable {
        case schema = "SCHEMA"
        case baseline = "BASELINE"
        case delete = "DELETE"
        case sql = "SQL"
        case jdbc = "JDBC"
        case script = "SCRIPT"
        case undoScript = "UNDO_SCRIPT"
        case custom = "CUSTOM"

        init?(stored: String) {
            self.init(rawValue: stored == "SPRING_JDBC" ? "JDBC" : stored)
        }

        /// Written by the tool itself rather than for a file.
        var isSynthetic: Bool { self == .schema || self == .baseline || self == .delete }
    }

    /// Place in the order of application.
    var rank: Int
    var version: MigrationVersion?
    var description: String
    var kind: Kind
    var script: String
    var checksum: Int32?
    /// As the table holds it: without a zone, seconds.
    var installedOn: String
    var success: Bool
}

extension AppliedMigration {
    /// At most 200 UTF-16 units, as the column holds.
    static func abbreviated(description: String) -> String {
        description.utf16.count <= 200 ? description : String(decoding: description.utf16.prefix(197), as: UTF16.self) + "..."
    }

    /// At most 1000 UTF-16 units, as the column holds.
    static func abbreviated(script: String) -> String {
        script.utf16.count <= 1000 ? script : "..." + String(decoding: script.utf16.prefix(1000).dropFirst(3), as: UTF16.self)
    }
}
