/// A table, view, function or type inside its schema. An empty schema: the name stands alone in SQL.
struct QualifiedName: Sendable, Hashable, Comparable {
    var schema: String
    var name: String

    static func < (left: QualifiedName, right: QualifiedName) -> Bool { (left.schema, left.name) < (right.schema, right.name) }
}
