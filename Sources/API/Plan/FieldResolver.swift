/// Looks fields up in one table; a field it does not know may still be a computed column.
struct FieldResolver {
    let table: Table?

    func field(_ field: Field) -> PlannedField {
        guard !field.path.isEmpty else { return PlannedField(field: field) }
        let type = table?.column(field.name)?.type
        return PlannedField(field: field, needsJSON: type != "json" && type != "jsonb")
    }

    func column(_ column: SelectColumn) -> PlannedColumn {
        PlannedColumn(field: field(column.field), cast: column.cast, alias: column.alias)
    }

    /// - Parameter embeds: what a name may mean besides a column.
    /// - Throws: PGRST120 for anything but a null test on an embed.
    func condition(_ tree: LogicTree, embeds: [ReadNode] = []) throws(APIError) -> PlannedCondition {
        switch tree {
        case .group(let negated, let junctor, let nodes):
            return .group(
                negated: negated, junctor, try nodes.map { node throws(APIError) in try condition(node, embeds: embeds) })
        case .filter(let filter):
            if filter.field.path.isEmpty, let embed = embeds.first(where: { $0.outputName == filter.field.name }) {
                if filter.operation == .is(.null) { return .embed(joinAlias: embed.joinAlias, isNull: !filter.negated) }
                if let table, table.column(filter.field.name) == nil { throw .embedFilter(filter.field.name) }
            }
            return .filter(planned(filter))
        }
    }

    func planned(_ filter: Filter) -> PlannedFilter {
        var planned = PlannedFilter(field: field(filter.field), negated: filter.negated, operation: filter.operation)
        if case .matches = filter.operation { planned.needsVector = table?.column(filter.field.name)?.baseType != "tsvector" }
        return planned
    }
}
