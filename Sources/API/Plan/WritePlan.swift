/// A change to one table or view.
struct WritePlan: Sendable {
    enum Change: Sendable {
        /// - `conflict`: what to do about rows that are there already, and by which columns they are known.
        case insert(Conflict?)
        case update
        /// One row by its key, as PUT wants it.
        case upsertOne(key: [String])
        case delete
    }

    struct Conflict: Sendable {
        var resolution: Preferences.Resolution
        var columns: [String]
    }

    var change: Change
    var table: QualifiedName
    /// Columns the body sets, by name.
    var columns: [Column]
    /// The body as JSON; nil for a delete.
    var body: String?
    /// Columns absent from an object take their default.
    var appliesDefaults: Bool
    /// Which rows.
    var conditions: [PlannedCondition]
    /// Columns the answer needs, `*` for all; none where nothing is returned.
    var returning: [String]
    var primaryKey: [String]

    var isInsert: Bool {
        switch change {
        case .insert, .upsertOne: true
        case .update, .delete: false
        }
    }

    /// The answer says how many rows were new.
    var countsInserted: Bool {
        switch change {
        case .insert(let conflict): conflict?.resolution == .merge
        case .upsertOne: true
        case .update, .delete: false
        }
    }
}
