internal import Postgres

/// What a run of `migrate` did.
public struct MigrationSummary: Sendable, Equatable {
    /// The schema that holds the history.
    public var schema: String
    /// Scripts applied by this run, in order, by their path relative to the location.
    public var applied: [String] = []
    /// The last version applied by this run; nil where it applied none.
    public var targetVersion: String?
    /// Time spent in scripts.
    public var executionTime = Duration.zero

    init(schema: String) { self.schema = schema }

    /// Flyway's closing line.
    var line: String {
        if applied.isEmpty { return "Schema \(schema.sqlIdentifier) is up to date. No migration necessary." }
        let target = targetVersion.map { ", now at version v\($0)" } ?? ""
        return "Successfully applied \(applied.count) migration\(applied.count == 1 ? "" : "s") to schema \(schema.sqlIdentifier)\(target) "
            + "(execution time \(Migration.executionTime(executionTime)))"
    }
}
