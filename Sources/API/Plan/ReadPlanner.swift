/// Builds the tree of a read from a request and the catalogue.
struct ReadPlanner {
    let cache: SchemaCache
    let maxRows: Int?

    /// Where the rows of the root come from.
    enum Source {
        /// The table or view itself.
        case relation(QualifiedName)
        /// The rows a write or a call gave, of this table's shape.
        case statement(QualifiedName)

        var name: QualifiedName {
            switch self {
            case .relation(let name), .statement(let name): name
            }
        }
    }

    /// Name of the common table expression that holds what a write or a call gave.
    static let source = "pgrst_source"

    /// - Parameters:
    ///   - filters: which filters the read itself applies; those of a write's root choose rows to write instead.
    ///   - appliesRanges: reads and calls, not writes.
    /// - Throws: PGRST108, 118, 120, 123, 200, 201.
    func plan(
        _ request: APIRequest, from source: Source, filters: [QueryParameters.Located<Filter>],
        logic: [QueryParameters.Located<LogicTree>], appliesRanges: Bool
    ) throws(APIError) -> ReadNode {
        var root = Draft(name: source.name.name, items: request.query.select, depth: 0)
        for filter in filters { try root.update(at: filter.path) { $0.conditions.append(.filter(filter.value)) } }
        for order in request.query.order { try root.update(at: order.path) { $0.order = order.value } }
        if appliesRanges {
            for range in request.query.ranges { try root.update(at: range.path) { $0.range = range.value } }
            root.range = request.range
        }
        for tree in logic { try root.update(at: tree.path) { $0.conditions.append(tree.value) } }
        var number = 0
        var node = ReadNode(name: root.name, depth: 0, from: source.name)
        if case .statement(let name) = source {
            node.from = QualifiedName(schema: "", name: Self.source)
            node.fromAlias = name.name
        }
        let plan = try resolve(root, as: node, typed: source.name, schema: request.schema, number: &number, capped: appliesRanges)
        if root.hasAggregate { throw .aggregates }
        return plan
    }

    // MARK: - From draft to node

    /// - Parameters:
    ///   - typed: the relation whose columns it shows.
    ///   - number: counts the joins, so that each has a name of its own.
    private func resolve(
        _ draft: Draft, as node: ReadNode, typed: QualifiedName, schema: String, number: inout Int, capped: Bool
    ) throws(APIError) -> ReadNode {
        var node = node
        for child in draft.children {
            let relationship = try find(typed.name, child, schema: schema)
            number += 1
            var joined = ReadNode(
                name: child.name, alias: child.alias, hint: child.hint, isInner: child.isInner, isSpread: child.isSpread,
                depth: child.depth, from: relationship.foreignTable)
            joined.relationship = relationship
            joined.parentRow = node.reference
            joined.joinAlias = "pgrst_embed_\(number)"
            if case .manyToMany = relationship.kind {} else {
                let alias = "\(relationship.foreignTable.name)_\(child.depth)"
                // PostgreSQL cuts names at 63 bytes, which would make parent and child one.
                joined.fromAlias = alias.utf8.count < 64 ? alias : "pgrst_\(child.depth)"
            }
            node.children.append(
                try resolve(child, as: joined, typed: relationship.foreignTable, schema: schema, number: &number, capped: capped))
        }
        let fields = FieldResolver(table: cache.tables[typed])
        node.select = draft.columns.map { fields.column($0) }
        node.conditions = try draft.conditions.map { tree throws(APIError) in try fields.condition(tree, embeds: node.children) }
        node.order = try draft.order.map { term throws(APIError) in try order(term, in: node, origin: typed.name, fields) }
        node.range = capped ? draft.range.capped(at: maxRows) : draft.range
        expandStars(&node, typed: typed)
        return node
    }

    private func order(
        _ term: OrderTerm, in node: ReadNode, origin: String, _ fields: FieldResolver
    ) throws(APIError) -> PlannedOrder {
        guard let relation = term.relation else {
            return PlannedOrder(field: fields.field(term.field), isDescending: term.isDescending, nullsFirst: term.nullsFirst)
        }
        guard let child = node.children.first(where: { $0.outputName == relation }) else { throw .notEmbedded(relation) }
        guard child.relationship?.isToOne == true else { throw .orderNotToOne(origin: origin, target: relation) }
        return PlannedOrder(
            field: PlannedField(field: term.field, needsJSON: !term.field.path.isEmpty), joinAlias: child.joinAlias,
            isDescending: term.isDescending, nullsFirst: term.nullsFirst)
    }

    /// A to-many spread shows each column as an array, so it must know their names; so must spreads below it.
    private func expandStars(_ node: inout ReadNode, typed: QualifiedName, inside: Bool = false) {
        let inside = inside || node.isToManySpread
        guard inside else { return }
        if node.isSpread, let table = cache.tables[typed] {
            node.select = node.select.flatMap { column in
                column.isStar ? table.columns.map { PlannedColumn(field: PlannedField(field: Field(name: $0.name))) } : [column]
            }
        }
        for index in node.children.indices {
            expandStars(&node.children[index], typed: node.children[index].from, inside: node.children[index].isSpread)
        }
    }

    // MARK: - Relationships

    private func find(_ origin: String, _ child: Draft, schema: String) throws(APIError) -> Relationship {
        let known = (cache.relationships[QualifiedName(schema: schema, name: origin)] ?? []).filter { $0.isReached(in: schema) }
        let matches = known.filter { $0.answers(to: child.name, hint: child.hint) }
        if matches.count > 1 { throw .ambiguous(origin, child.name, matches) }
        if let match = matches.first { return match }
        var suggestion: String?
        if known.isEmpty {
            let parents = cache.relationships.filter { $0.key.schema == schema && !$0.value.isEmpty }.keys.map(\.name)
            suggestion = Suggestion.best(for: origin, among: parents).map { "Perhaps you meant '\($0)' instead of '\(origin)'." }
        } else if !known.contains(where: { $0.foreignTable.name == child.name }) {
            suggestion = Suggestion.best(for: child.name, among: known.map(\.foreignTable.name))
                .map { "Perhaps you meant '\($0)' instead of '\(child.name)'." }
        }
        throw .noRelationship(origin, child.name, hint: child.hint, schema: schema, suggestion: suggestion)
    }
}
