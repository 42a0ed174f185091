/// A field whose type was looked up where that matters.
struct PlannedField: Sendable {
    var field: Field
    /// The arrows of its path need `to_jsonb` first, because the column is not JSON already.
    var needsJSON = false
}

/// A column of the answer.
struct PlannedColumn: Sendable {
    var field: PlannedField
    var cast: String?
    var alias: String?

    var isStar: Bool { field.field.name == "*" && field.field.path.isEmpty }

    /// Its key in the answer: alias, else the last key of a JSON path, else the column.
    var outputName: String {
        if let alias { return alias }
        for step in field.field.path.reversed() {
            if case .key(let key) = step.operand { return key }
        }
        return field.field.name
    }
}

/// A term of `order by`.
struct PlannedOrder: Sendable {
    var field: PlannedField
    /// The joined to-one resource it belongs to, as named in SQL.
    var joinAlias: String?
    var isDescending: Bool?
    var nullsFirst: Bool?
}
