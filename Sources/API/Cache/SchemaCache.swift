/// What the exposed schemas hold, as of one moment. Immutable; a reload makes a new one.
struct SchemaCache: Sendable {
    /// Grows with each load, so that sessions forget statements prepared for an older catalogue.
    var generation = 0
    var tables: [QualifiedName: Table] = [:]
    /// By the table they start from, in a stable order.
    var relationships: [QualifiedName: [Relationship]] = [:]
    /// Overloads of one name, fewest arguments first.
    var routines: [QualifiedName: [Routine]] = [:]
    var timeZones: Set<String> = []
    var roles: [String: RoleSettings] = [:]

    /// Settings a role brings with it (`alter role … set`).
    struct RoleSettings: Sendable {
        var isolation: String?
        var settings: [Routine.Setting] = []
    }

    /// - Throws: PGRST205.
    func table(_ name: QualifiedName) throws(APIError) -> Table {
        if let table = tables[name] { return table }
        let names = tables.keys.filter { $0.schema == name.schema }.map(\.name)
        throw .table(name, suggestion: Suggestion.best(for: name.name, among: names))
    }
}
