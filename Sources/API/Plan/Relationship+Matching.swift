extension Relationship {
    /// Only what lies in the request's schema can be embedded.
    func isReached(in schema: String) -> Bool {
        if case .computed(let function, _) = kind { return function.schema == schema }
        return foreignTable.schema == schema
    }

    /// Whether `target!hint` means this relationship.
    func answers(to target: String, hint: String?) -> Bool {
        if case .computed(let function, _) = kind { return target == function.name }
        let constraint = foreignKey?.constraint
        let pair = foreignKey.flatMap { $0.columns.count == 1 ? $0.columns[0] : nil }
        if isSelf {
            // One foreign key is two relationships: children by the table's name, the parent by the column's.
            switch (kind, hint) {
            case (.oneToMany, nil): return target == foreignTable.name
            case (.manyToOne, nil): return target == pair?.from
            case (.oneToMany, let hint?): return target == foreignTable.name && hint == pair?.to
            default: return false
            }
        }
        guard let hint else {
            return target == foreignTable.name || !foreignTableIsView && (target == constraint || target == pair?.from)
        }
        guard target == foreignTable.name else { return false }
        if case .manyToMany(let junction) = kind { return hint == junction.table.name }
        return hint == constraint || hint == pair?.from || hint == pair?.to
    }
}
