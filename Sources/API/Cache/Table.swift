/// A table, view, materialized view, foreign or partitioned table.
struct Table: Sendable {
    var oid: Int
    var name: QualifiedName
    var comment: String?
    var isView: Bool
    var isInsertable: Bool
    var isUpdatable: Bool
    var isDeletable: Bool
    /// By name. For a view: the columns that carry its base table's primary key.
    var primaryKey: [String]
    var columns: [Column]

    func column(_ name: String) -> Column? { columns.first { $0.name == name } }
}

/// A column as PostgreSQL describes it.
struct Column: Sendable {
    var name: String
    var comment: String?
    var isNullable: Bool
    /// Type in SQL, without length; of a domain over a built-in type that type.
    var type: String
    /// Type in SQL as declared, with length.
    var declaredType: String
    /// The type below all domains.
    var baseType: String
    var maxLength: Int?
    /// Default expression in SQL; nil where there is none or the column is generated.
    var defaultExpression: String?
    var enumValues: [String]
}
