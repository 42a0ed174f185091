import Foundation

@testable import Migration

/// A script that was never on a disk.
func script(_ version: String?, _ description: String, checksum: Int32 = 1, raw: Int32? = nil) -> MigrationScript {
    let name = (version.map { "V\($0)" } ?? "R") + "__\(description).sql"
    return MigrationScript(
        version: version.flatMap { MigrationVersion($0) }, description: description, script: name, url: URL(fileURLWithPath: "/db/\(name)"),
        path: "db/\(name)", text: [], configuration: ScriptConfiguration(), checksum: checksum, rawChecksum: raw ?? checksum)
}

/// A row of a history.
func row(
    _ rank: Int, _ version: String?, _ description: String, kind: AppliedMigration.Kind = .sql, checksum: Int32? = 1, success: Bool = true
) -> AppliedMigration {
    AppliedMigration(
        rank: rank, version: version.flatMap { MigrationVersion($0) }, description: description, kind: kind,
        script: (version.map { "V\($0)" } ?? "R") + "__\(description).sql", checksum: checksum, installedOn: "2026-01-02 03:04:05",
        success: success)
}
