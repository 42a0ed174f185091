/// A file, a row of the history, or both, and what that means.
struct MigrationStatus: Sendable {
    var script: MigrationScript?
    var applied: AppliedMigration?
    var state: MigrationState

    var version: MigrationVersion? { applied.map(\.version) ?? script?.version }
    var description: String { applied?.description ?? script?.description ?? "" }
    var kind: AppliedMigration.Kind { applied?.kind ?? .sql }
}
