extension SQLWriter {
    /// The SELECT of a node, with its embeds as lateral joins.
    mutating func read(_ node: ReadNode) {
        raw("SELECT ")
        var isFirst = true
        func comma(_ writer: inout SQLWriter) {
            if !isFirst { writer.raw(", ") }
            isFirst = false
        }
        let columns = node.select.isEmpty && node.children.isEmpty ? [PlannedColumn(field: PlannedField(field: Field(name: "*")))] : node.select
        for column in columns {
            comma(&self)
            selected(column, of: node.reference)
        }
        for (index, term) in spreadOrder(node).enumerated() {
            comma(&self)
            field(term.field, of: term.joinAlias.map { QualifiedName(schema: "", name: $0) } ?? node.reference)
            raw(" AS ")
            identifier(Self.orderName(node, index))
        }
        for child in node.children {
            if child.isSpread {
                for name in child.spreadNames {
                    comma(&self)
                    column(name, of: QualifiedName(schema: "", name: child.joinAlias))
                }
            } else if !child.showsNothing {
                comma(&self)
                shown(child)
            }
        }
        from(node)
        for child in node.children { join(child) }
        let links = joinLinks(node)
        if !node.conditions.isEmpty || !links.isEmpty { raw(" WHERE ") }
        conditions(node.conditions, of: node.reference)
        if !node.conditions.isEmpty, !links.isEmpty { raw(" AND ") }
        write(links)
        if !node.isToManySpread { orderBy(node.order, of: node.reference) }
        range(node.range)
    }

    /// An embed under its key: an object, or an array that is empty rather than null.
    private mutating func shown(_ child: ReadNode) {
        if child.relationship?.isToOne == true {
            raw("row_to_json(")
            identifier(child.joinAlias)
            raw(".*)::jsonb AS ")
        } else {
            raw("COALESCE(")
            column(child.joinAlias, of: QualifiedName(schema: "", name: child.joinAlias))
            raw(", '[]') AS ")
        }
        identifier(child.outputName)
    }

    /// FROM, for a many-to-many with the junction beside it.
    mutating func from(_ node: ReadNode) {
        raw(" FROM ")
        if let relationship = node.relationship, case .computed(let function, _) = relationship.kind {
            name(function)
            raw("(")
            // A whole row is named without its schema.
            identifier(node.parentRow?.name ?? relationship.table.name)
            // The cast tells overloads apart where the row comes from a common table expression.
            raw("::")
            name(relationship.table)
            raw(")")
        } else {
            name(node.from)
        }
        if let alias = node.fromAlias {
            raw(" AS ")
            identifier(alias)
        }
        if case .manyToMany(let junction) = node.relationship?.kind {
            raw(", ")
            name(junction.table)
            raw(" AS ")
            identifier(node.junctionAlias)
        }
    }

    private mutating func join(_ child: ReadNode) {
        raw(child.isInner ? " INNER JOIN LATERAL ( " : " LEFT JOIN LATERAL ( ")
        let alias = QualifiedName(schema: "", name: child.joinAlias)
        if child.relationship?.isToOne == true {
            read(child)
            raw(" ) AS ")
            name(alias)
            raw(" ON TRUE")
            return
        }
        raw("SELECT json_agg(")
        name(alias)
        raw(")::jsonb AS ")
        name(alias)
        if child.isSpread {
            let order = spreadOrder(child)
            for name in child.spreadNames {
                raw(", COALESCE(json_agg(")
                column(name, of: alias)
                for (index, term) in order.enumerated() {
                    raw(index == 0 ? " ORDER BY " : ", ")
                    column(Self.orderName(child, index), of: alias)
                    direction(of: term)
                }
                raw("), '[]')::jsonb AS ")
                identifier(name)
            }
        }
        raw(" FROM ( ")
        read(child)
        raw(" ) AS ")
        name(alias)
        raw(" ) AS ")
        name(alias)
        raw(" ON ")
        if child.isInner {
            name(alias)
            raw(" IS NOT NULL")
        } else {
            raw("TRUE")
        }
    }

    /// Order of a to-many spread: it applies where its arrays are made, so its keys must be selected below.
    private func spreadOrder(_ node: ReadNode) -> [PlannedOrder] { node.isToManySpread ? node.order : [] }

    private static func orderName(_ node: ReadNode, _ index: Int) -> String { "\(node.joinAlias)_order_\(index)" }
}
