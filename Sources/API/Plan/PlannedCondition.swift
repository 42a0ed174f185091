/// A condition with its fields looked up.
indirect enum PlannedCondition: Sendable {
    case filter(PlannedFilter)
    /// An embed's row is there, or is not.
    case embed(joinAlias: String, isNull: Bool)
    case group(negated: Bool, LogicTree.Junctor, [PlannedCondition])

    /// Columns it mentions.
    var columnNames: [String] {
        switch self {
        case .filter(let filter): [filter.field.field.name]
        case .embed: []
        case .group(_, _, let conditions): conditions.flatMap(\.columnNames)
        }
    }
}

struct PlannedFilter: Sendable {
    var field: PlannedField
    var negated: Bool
    var operation: Filter.Operation
    /// A text search on a column that is no `tsvector`.
    var needsVector = false
}
