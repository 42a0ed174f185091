/// One table, view or function result of a read, with the embeds below it.
struct ReadNode: Sendable {
    /// As the request calls it.
    var name: String
    var alias: String?
    var hint: String?
    var isInner = false
    var isSpread = false
    var depth: Int

    var select: [PlannedColumn] = []
    /// All must hold.
    var conditions: [PlannedCondition] = []
    var order: [PlannedOrder] = []
    var range = RowRange.all

    /// What it reads.
    var from: QualifiedName
    /// Its name in SQL; nil where `from` itself serves.
    var fromAlias: String?
    /// The way from its parent; nil for the root.
    var relationship: Relationship?
    /// How the parent's row is addressed in SQL; nil for the root.
    var parentRow: QualifiedName?
    /// Name in SQL of the joined subquery.
    var joinAlias = ""
    var children: [ReadNode] = []

    /// The key under which the parent shows it.
    var outputName: String { alias ?? name }

    var isToManySpread: Bool { isSpread && relationship?.isToOne == false }

    /// How its columns are addressed in SQL.
    var reference: QualifiedName { fromAlias.map { QualifiedName(schema: "", name: $0) } ?? from }

    /// True when neither it nor anything below it shows a column: it only joins.
    var showsNothing: Bool { select.isEmpty && children.allSatisfy(\.showsNothing) }
}
