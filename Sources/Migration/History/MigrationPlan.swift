/// Files and history laid side by side: the state of every migration, and what is to be applied next.
///
/// Pure, and the same for info, validate, migrate and repair. The rules are those of flyway-core 13.0.0,
/// `MigrationInfoServiceImpl`, `MigrationInfoImpl` and `BaseAppliedMigration`, less undo and cherry picking.
struct MigrationPlan: Sendable {
    /// In the order of `info`: below the baseline, applied by rank, then the rest in the order of application.
    let statuses: [MigrationStatus]
    /// The version of the baseline row, if there is one.
    let appliedBaseline: MigrationVersion?
    /// The highest version among the files.
    let lastResolved: MigrationVersion?

    /// - Parameters:
    ///   - scripts: in the order of application.
    ///   - history: by rank.
    /// - Throws: `.history` where two DELETE rows speak of one migration; `.configuration` for a target nobody has.
    init(
        scripts: [MigrationScript], history: [AppliedMigration], outOfOrder: Bool = false, target: MigrationTarget = .latest
    ) throws(MigrationError) {
        let versioned = try VersionedHistory(history)
        let repeatable = RepeatableHistory(history)
        let lastResolved = scripts.compactMap(\.version).max()
        appliedBaseline = versioned.baseline
        self.lastResolved = lastResolved

        let byVersion = Dictionary(uniqueKeysWithValues: scripts.compactMap { script in script.version.map { ($0, script) } })
        let byDescription = Dictionary(uniqueKeysWithValues: scripts.filter { $0.version == nil }.map { ($0.description, $0) })

        var applied: [MigrationStatus] = []
        var done: Set<MigrationVersion> = []
        for entry in versioned.entries {
            let script = entry.row.kind == .sql ? entry.row.version.flatMap { byVersion[$0] } : nil
            if let version = script?.version, !entry.isDeleted { done.insert(version) }
            let state = Self.state(entry, script, lastResolved: lastResolved, isLatestRun: true)
            applied.append(MigrationStatus(script: script, applied: entry.row, state: state))
        }
        var current: Set<String> = []
        for entry in repeatable.entries {
            let script = byDescription[entry.row.description]
            let isLatestRun = repeatable.latestRank[entry.row.description].map { $0 == entry.row.rank } ?? true
            if let script, isLatestRun, !entry.isDeleted, entry.row.kind != .delete, script.matches(checksum: entry.row.checksum) {
                current.insert(script.description)
            }
            let state = Self.state(entry, script, lastResolved: lastResolved, isLatestRun: isLatestRun)
            applied.append(MigrationStatus(script: script, applied: entry.row, state: state))
        }
        applied.sort { ($0.applied?.rank ?? 0) < ($1.applied?.rank ?? 0) }

        var waiting = scripts.filter { script in script.version.map { !done.contains($0) } ?? !current.contains(script.description) }
            .map { script in
                MigrationStatus(
                    script: script, applied: nil,
                    state: Self.state(notApplied: script, after: versioned, outOfOrder: outOfOrder, target: target))
            }
        if case .version(let version, mustExist: true) = target, !(applied + waiting).contains(where: { $0.version == version }) {
            throw MigrationError(
                .configuration, "No migration with a target version \(version) could be found.",
                advice: "Ensure target is specified correctly and the migration exists.")
        }
        if target == .next, let first = waiting.first(where: { $0.state == .pending })?.version {
            for index in waiting.indices where waiting[index].state == .pending && (waiting[index].version ?? first) > first {
                waiting[index].state = .aboveTarget
            }
        }
        let below: Set<MigrationState> = [.belowBaseline, .baselineIgnored]
        statuses = waiting.filter { below.contains($0.state) } + applied + waiting.filter { !below.contains($0.state) }
    }

    var pending: [MigrationStatus] { statuses.filter { $0.state == .pending } }
    var failed: [MigrationStatus] { statuses.filter { $0.state.isFailed } }
    var hasFuture: Bool { statuses.contains { $0.version != nil && ($0.state == .future || $0.state == .futureFailed) } }

    /// The highest version that is in the database.
    var currentVersion: MigrationVersion? {
        statuses.filter { $0.state.isApplied && $0.state != .deleted && $0.kind != .delete }.compactMap(\.version).max()
    }

    private static func state(
        _ entry: HistoryEntry, _ script: MigrationScript?, lastResolved: MigrationVersion?, isLatestRun: Bool
    ) -> MigrationState {
        let row = entry.row
        if entry.isDeleted { return .deleted }
        switch row.kind {
        case .delete, .schema: return .success
        case .baseline: return .baseline
        default: break
        }
        if script == nil, isLatestRun {
            let isMissing = row.version.map { version in lastResolved.map { version < $0 } ?? false } ?? true
            if isMissing { return row.success ? .missing : .missingFailed }
            return row.success ? .future : .futureFailed
        }
        guard row.success else { return .failed }
        if row.version == nil {
            guard isLatestRun else { return .superseded }
            return script.map { $0.matches(checksum: row.checksum) } ?? false ? .success : .outdated
        }
        return entry.isOutOfOrder ? .outOfOrder : .success
    }

    private static func state(
        notApplied script: MigrationScript, after history: VersionedHistory, outOfOrder: Bool, target: MigrationTarget
    ) -> MigrationState {
        guard let version = script.version else { return .pending }
        if let baseline = history.baseline, history.lastApplied != nil {
            if version < baseline { return .belowBaseline }
            if version == baseline { return .baselineIgnored }
        }
        switch target {
        case .version(let limit, _) where version > limit: return .aboveTarget
        case .current where history.lastApplied.map({ version > $0 }) ?? true: return .aboveTarget
        default: break
        }
        if let last = history.lastApplied, version < last, !outOfOrder { return .ignored }
        return .pending
    }
}
