internal import Postgres

/// The catalogue's answers as values, before they are put together.
struct CatalogKey {
    enum Kind { case primary, unique, foreign }

    var name: String
    var kind: Kind
    var relation: Int
    var table: QualifiedName
    var foreignRelation: Int
    var foreignTable: QualifiedName
    var numbers: [Int]
    var foreignNumbers: [Int]
    var columns: [String]
    var foreignColumns: [String]

    init(_ row: PostgresRow) throws(PostgresError) {
        name = try row.decode("name")
        kind = try row.decode("is_foreign") ? .foreign : try row.decode("is_primary") ? .primary : .unique
        relation = try row.decode("relation")
        table = QualifiedName(schema: try row.decode("schema"), name: try row.decode("table_name"))
        foreignRelation = try row.decode("foreign_relation")
        foreignTable = QualifiedName(schema: try row.decodeIfPresent("foreign_schema") ?? "", name: try row.decodeIfPresent("foreign_name") ?? "")
        numbers = try row.decode("key")
        foreignNumbers = try row.decode("foreign_key")
        columns = try row.decode("columns")
        foreignColumns = try row.decode("foreign_columns")
    }

    var pairs: [Relationship.ColumnPair] {
        zip(columns, foreignColumns).map { Relationship.ColumnPair(from: $0, to: $1) }
    }
}

/// A view and where its columns come from.
struct CatalogView {
    var oid: Int
    var name: QualifiedName
    /// Column names by number.
    var columns: [Int: String]
    var targets: [ViewTargets.Target]

    init(_ row: PostgresRow) throws(PostgresError) {
        oid = try row.decode("oid")
        name = QualifiedName(schema: try row.decode("schema"), name: try row.decode("name"))
        let numbers: [Int] = try row.decode("numbers")
        let names: [String] = try row.decode("names")
        columns = Dictionary(zip(numbers, names), uniquingKeysWith: { first, _ in first })
        targets = ViewTargets.read(try row.decode("rule"))
    }
}

extension Table {
    init(_ row: PostgresRow, columns: [Column]) throws(PostgresError) {
        oid = try row.decode("oid")
        name = QualifiedName(schema: try row.decode("schema"), name: try row.decode("name"))
        comment = try row.decodeIfPresent("comment")
        isView = try row.decode("is_view")
        isInsertable = try row.decode("is_insertable")
        isUpdatable = try row.decode("is_updatable")
        isDeletable = try row.decode("is_deletable")
        primaryKey = try row.decode("primary_key")
        self.columns = columns
    }
}

extension Column {
    init(_ row: PostgresRow) throws(PostgresError) {
        name = try row.decode("name")
        comment = try row.decodeIfPresent("comment")
        isNullable = try row.decode("is_nullable")
        type = try row.decode("type")
        declaredType = try row.decode("declared_type")
        baseType = try row.decode("base_type")
        maxLength = try row.decodeIfPresent("max_length")
        defaultExpression = try row.decodeIfPresent("default_expression")
        enumValues = try row.decode("enum_values")
    }
}

extension Routine {
    init(_ row: PostgresRow) throws(PostgresError) {
        oid = try row.decode("oid")
        name = QualifiedName(schema: try row.decode("schema"), name: try row.decode("name"))
        comment = try row.decodeIfPresent("comment")
        let names: [String] = try row.decode("names")
        let types: [String] = try row.decode("types")
        let castTypes: [String] = try row.decode("cast_types")
        let required: [Bool] = try row.decode("required")
        let variadic: [Bool] = try row.decode("variadic")
        parameters = names.indices.map {
            Parameter(name: names[$0], type: types[$0], castType: castTypes[$0], isRequired: required[$0], isVariadic: variadic[$0])
        }
        let isSet: Bool = try row.decode("is_set")
        let type = QualifiedName(schema: try row.decode("type_schema"), name: try row.decode("type_name"))
        result =
            if try row.decode("is_composite") {
                isSet ? .setOfComposite(type) : .composite(type)
            } else if isSet {
                .setOfScalar
            } else {
                try row.decode("is_void") ? .void : .scalar
            }
        volatility = Volatility(rawValue: try row.decode("volatility")) ?? .volatile
        let settingNames: [String] = try row.decodeIfPresent("setting_names") ?? []
        let settingValues: [String] = try row.decodeIfPresent("setting_values") ?? []
        let all = zip(settingNames, settingValues).map { Setting(name: $0, value: $1) }
        isolation = all.first { $0.name == "default_transaction_isolation" }?.value
        settings = all.filter { $0.name != "default_transaction_isolation" }
    }
}
