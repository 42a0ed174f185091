/// A way from one table or view to another, in the direction it is followed.
struct Relationship: Sendable {
    /// A column here and the column there.
    struct ColumnPair: Sendable, Equatable {
        var from: String
        var to: String
        var swapped: ColumnPair { ColumnPair(from: to, to: from) }
    }

    /// The table between the two sides of a many-to-many; the pairs lead from each side into it.
    struct Junction: Sendable {
        var table: QualifiedName
        var sourceConstraint: String
        var targetConstraint: String
        var source: [ColumnPair]
        var target: [ColumnPair]
    }

    enum Kind: Sendable {
        case manyToOne(constraint: String, [ColumnPair])
        case oneToMany(constraint: String, [ColumnPair])
        /// `isParent`: the foreign key is on the other side.
        case oneToOne(constraint: String, [ColumnPair], isParent: Bool)
        case manyToMany(Junction)
        /// A function from a row of the table.
        case computed(QualifiedName, isToOne: Bool)
    }

    var table: QualifiedName
    var foreignTable: QualifiedName
    var kind: Kind
    var tableIsView = false
    var foreignTableIsView = false

    var isSelf: Bool { table == foreignTable }

    var isToOne: Bool {
        switch kind {
        case .manyToOne, .oneToOne: true
        case .computed(_, let isToOne): isToOne
        case .oneToMany, .manyToMany: false
        }
    }

    /// Constraint and columns of what rests on one foreign key.
    var foreignKey: (constraint: String, columns: [ColumnPair])? {
        switch kind {
        case .manyToOne(let constraint, let columns), .oneToMany(let constraint, let columns), .oneToOne(let constraint, let columns, _):
            (constraint, columns)
        case .manyToMany, .computed: nil
        }
    }

    /// Columns of this side that a join needs.
    var ownColumns: [String] {
        switch kind {
        case .manyToMany(let junction): junction.source.map(\.from)
        default: foreignKey?.columns.map(\.from) ?? []
        }
    }

    /// The same foreign key followed backwards.
    var inverse: Relationship? {
        let kind: Kind
        switch self.kind {
        case .manyToOne(let constraint, let columns): kind = .oneToMany(constraint: constraint, columns.map(\.swapped))
        case .oneToOne(let constraint, let columns, let isParent):
            kind = .oneToOne(constraint: constraint, columns.map(\.swapped), isParent: !isParent)
        case .oneToMany, .manyToMany, .computed: return nil
        }
        return Relationship(
            table: foreignTable, foreignTable: table, kind: kind, tableIsView: foreignTableIsView, foreignTableIsView: tableIsView)
    }
}
