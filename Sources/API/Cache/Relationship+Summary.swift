/// How PGRST201 names the choices.
extension Relationship {
    /// What tells this relationship from others between the same tables.
    var hintName: String? {
        switch kind {
        case .manyToMany(let junction): junction.table.name
        default: foreignKey?.constraint
        }
    }

    var summary: JSONValue {
        let cardinality: String
        let path: String
        switch kind {
        case .manyToMany(let junction):
            cardinality = "many-to-many"
            path = "\(junction.table.name) using \(junction.sourceConstraint)\(Self.list(junction.source.map(\.to))) "
                + "and \(junction.targetConstraint)\(Self.list(junction.target.map(\.to)))"
        case .manyToOne(let constraint, let columns):
            cardinality = "many-to-one"
            path = text(constraint, columns)
        case .oneToMany(let constraint, let columns):
            cardinality = "one-to-many"
            path = text(constraint, columns)
        case .oneToOne(let constraint, let columns, _):
            cardinality = "one-to-one"
            path = text(constraint, columns)
        case .computed(let function, _):
            cardinality = isToOne ? "one-to-one" : "one-to-many"
            path = "computed by \(function.name)"
        }
        return [
            "cardinality": .string(cardinality), "embedding": .string("\(table.name) with \(foreignTable.name)"),
            "relationship": .string(path),
        ]
    }

    private func text(_ constraint: String, _ columns: [ColumnPair]) -> String {
        "\(constraint) using \(table.name)\(Self.list(columns.map(\.from))) and \(foreignTable.name)\(Self.list(columns.map(\.to)))"
    }

    private static func list(_ names: [String]) -> String { "(\(names.joined(separator: ", ")))" }
}
