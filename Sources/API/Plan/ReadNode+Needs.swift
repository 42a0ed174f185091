extension ReadNode {
    /// Columns that conditions and order mention.
    var usedColumns: [String] {
        conditions.flatMap(\.columnNames) + order.filter { $0.joinAlias == nil }.map(\.field.field.name)
    }

    /// What a write or a call must hand on so that this read can show, join and order: `*` alone where all is wanted.
    func neededColumns(adding others: [String]) -> [String] {
        let shown = select.map(\.field.field.name)
        let hasComputed = children.contains { child in
            if case .computed = child.relationship?.kind { true } else { false }
        }
        if shown.contains("*") || hasComputed || (select.isEmpty && children.isEmpty) { return ["*"] }
        let joined = children.flatMap { $0.relationship?.ownColumns ?? [] }
        return Set(shown + joined + others + order.filter { $0.joinAlias == nil }.map(\.field.field.name)).sorted()
    }
}
