extension SQLWriter {
    /// A column or a place inside it; keys and indexes of the path are parameters.
    mutating func field(_ field: PlannedField, of table: QualifiedName) {
        if field.needsJSON { raw("to_jsonb(") }
        column(field.field.name, of: table)
        if field.needsJSON { raw(")") }
        for step in field.field.path {
            raw(step.asText ? "->>" : "->")
            switch step.operand {
            case .key(let key): value(key)
            case .index(let index):
                value(index)
                raw("::int")
            }
        }
    }

    mutating func selected(_ column: PlannedColumn, of table: QualifiedName) {
        if let cast = column.cast {
            raw("CAST( ")
            field(column.field, of: table)
            // The grammar lets only letters, digits, `_`, `$` and blanks through here.
            raw(" AS \(cast) )")
        } else {
            field(column.field, of: table)
        }
        if column.alias != nil || !column.field.field.path.isEmpty {
            raw(" AS ")
            identifier(column.outputName)
        }
    }

    mutating func orderBy(_ terms: [PlannedOrder], of table: QualifiedName) {
        guard !terms.isEmpty else { return }
        raw(" ORDER BY ")
        list(terms) { writer, term in
            writer.field(term.field, of: term.joinAlias.map { QualifiedName(schema: "", name: $0) } ?? table)
            writer.direction(of: term)
        }
    }

    mutating func direction(of term: PlannedOrder) {
        if let isDescending = term.isDescending { raw(isDescending ? " DESC" : " ASC") }
        if let nullsFirst = term.nullsFirst { raw(nullsFirst ? " NULLS FIRST" : " NULLS LAST") }
    }

    mutating func range(_ range: RowRange) {
        guard range != .all else { return }
        if let limit = range.limit {
            raw(" LIMIT ")
            value(String(limit))
        }
        raw(" OFFSET ")
        value(String(range.lower))
    }
}
