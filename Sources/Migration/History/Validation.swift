/// What is wrong between history and files, in Flyway's words.
///
/// Source: flyway-core 13.0.0, `MigrationInfoImpl.validate`.
struct Validation {
    let plan: MigrationPlan
    let ignoring: [IgnorePattern]

    /// One message a problem, in the order of the plan; empty where all is well.
    var problems: [String] { plan.statuses.compactMap(problem) }

    /// All problems as one error; nil where there is none.
    var error: MigrationError? {
        let problems = problems
        if problems.isEmpty { return nil }
        return MigrationError(
            .validation, "Validate failed: Migrations have failed validation\n" + problems.joined(separator: "\n"),
            advice: "Undo the change in the file, or accept the files as they are with `ems migrate --repair`.")
    }

    private func problem(_ status: MigrationStatus) -> String? {
        let state = status.state
        if state == .aboveTarget || state == .deleted { return nil }
        if ignoring.contains(where: { $0.matches(versioned: status.version != nil, state) }) { return nil }
        if state.isFailed, !(state == .futureFailed && ignoring.ignoreEvery(.future)) {
            let what =
                status.version.map { "migration to version \($0) (\(status.description))" } ?? "repeatable migration: \(status.description)"
            return "Detected failed \(what).\nPlease remove any half-completed changes then run repair to fix the schema history."
        }
        if let applied = status.applied, status.script == nil { return unresolved(status, applied) }
        switch state {
        case .ignored where !ignoring.ignoreEvery(.ignored):
            return "Detected resolved migration not applied to database: \(name(status)).\n"
                + "To ignore this migration, set -ignoreMigrationPatterns='*:ignored'. To allow executing this migration, set -outOfOrder=true."
        case .pending where !ignoring.ignoreEvery(.pending):
            let kind = status.version == nil ? "repeatable migration" : "migration"
            return "Detected resolved \(kind) not applied to database: \(name(status)).\n"
                + "To fix this error, either run migrate, or set -ignoreMigrationPatterns='*:pending'."
        case .outdated where !ignoring.ignoreEvery(.pending):
            return "Detected outdated resolved repeatable migration that should be re-applied to database: \(name(status)).\n"
                + "Run migrate to execute this migration."
        default: return mismatch(status)
        }
    }

    private func unresolved(_ status: MigrationStatus, _ applied: AppliedMigration) -> String? {
        if applied.kind.isSynthetic || applied.kind == .undoScript || status.state == .superseded { return nil }
        let missing = status.state == .missing || status.state == .missingFailed
        let future = status.state == .future || status.state == .futureFailed
        if missing && ignoring.ignoreEvery(.missing) || future && ignoring.ignoreEvery(.future) { return nil }
        return "Detected applied migration not resolved locally: \(name(status)).\n"
            + "If you removed this migration intentionally, run repair to mark the migration as deleted."
    }

    private func mismatch(_ status: MigrationStatus) -> String? {
        guard let applied = status.applied, let script = status.script, applied.kind != .delete, applied.kind != .undoScript else {
            return nil
        }
        if let version = applied.version, let baseline = plan.appliedBaseline, version <= baseline { return nil }
        let identifier = applied.version.map { "version \($0)" } ?? applied.script
        func message(_ what: String, _ stored: String, _ found: String) -> String {
            """
            Migration \(what) mismatch for migration \(identifier)
            -> Applied to database : \(stored)
            -> Resolved locally    : \(found)
            Either revert the changes to the migration, or run repair to update the schema history.
            """
        }
        if applied.kind != .sql { return message("type", applied.kind.rawValue, AppliedMigration.Kind.sql.rawValue) }
        if applied.version != nil, !script.matches(checksum: applied.checksum) {
            return message("checksum", applied.checksum.map { String($0) } ?? "null", String(script.checksum))
        }
        if applied.description != AppliedMigration.abbreviated(description: script.description) {
            return message("description", applied.description, script.description)
        }
        return nil
    }

    private func name(_ status: MigrationStatus) -> String { status.version?.text ?? status.description }
}
