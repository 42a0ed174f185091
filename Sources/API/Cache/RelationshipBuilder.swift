/// Derives every relationship from keys, views and functions.
struct RelationshipBuilder {
    private let keys: [CatalogKey]
    /// Schemas that may be asked; views of others only lead through.
    private let exposed: Set<String>
    /// By base table: the exposed views that show columns of it, and under which names.
    private let shows: [Int: [(view: QualifiedName, columns: [Int: [String]])]]

    init(keys: [CatalogKey], views: [CatalogView], exposed: Set<String>) {
        self.keys = keys
        self.exposed = exposed
        let targets = Dictionary(views.map { view in (view.oid, view.targets) }, uniquingKeysWith: { first, _ in first })
        var shows: [Int: [(view: QualifiedName, columns: [Int: [String]])]] = [:]
        for view in views where exposed.contains(view.name.schema) {
            var columns: [Int: [Int: [String]]] = [:]
            for target in view.targets.sorted(by: { $0.number < $1.number }) {
                guard let name = view.columns[target.number] else { continue }
                // A view on a view: follow the column down; views cannot form a circle longer than their number.
                var (relation, column) = (target.relation, target.column)
                for _ in 0...views.count {
                    columns[relation, default: [:]][column, default: []].append(name)
                    guard let next = targets[relation]?.first(where: { $0.number == column }) else { break }
                    (relation, column) = (next.relation, next.column)
                }
            }
            for (relation, names) in columns { shows[relation, default: []].append((view.name, names)) }
        }
        self.shows = shows
    }

    /// Columns that stand for a view's primary key.
    func viewPrimaryKeys() -> [QualifiedName: [String]] {
        var result: [QualifiedName: [String]] = [:]
        for key in keys where key.kind == .primary {
            for (view, columns) in shows[key.relation] ?? [] {
                let names = key.numbers.compactMap { columns[$0]?.first }
                if names.count == key.numbers.count { result[view, default: []] += names }
            }
        }
        return result
    }

    /// - Parameters:
    ///   - primaryKeys: of tables and views, for many-to-many.
    ///   - computed: relationships made by functions; they hide others of their name.
    func relationships(
        primaryKeys: [QualifiedName: [String]], computed: [Relationship]
    ) -> [QualifiedName: [Relationship]] {
        let direct = foreignKeyRelationships()
        var all = direct + manyToMany(direct, primaryKeys) + direct.compactMap(\.inverse)
        all = all.filter { exposed.contains($0.table.schema) && exposed.contains($0.foreignTable.schema) }
        let hidden = Set(computed.compactMap { relationship -> [QualifiedName]? in
            guard case .computed(let function, _) = relationship.kind else { return nil }
            return [relationship.table, function]
        })
        all.removeAll { hidden.contains([$0.table, $0.foreignTable]) }
        all += computed.filter { exposed.contains($0.table.schema) && exposed.contains($0.foreignTable.schema) }
        return Dictionary(grouping: all, by: \.table).mapValues { $0.sorted { $0.sortKey.lexicographicallyPrecedes($1.sortKey) } }
    }

    /// Table to table, view to table, table to view, view to view.
    private func foreignKeyRelationships() -> [Relationship] {
        var uniques: [Int: Set<[Int]>] = [:]
        for key in keys where key.kind != .foreign { uniques[key.relation, default: []].insert(key.numbers.sorted()) }
        var result: [Relationship] = []
        for key in keys where key.kind == .foreign {
            let isOneToOne = uniques[key.relation]?.contains(key.numbers.sorted()) ?? false
            func relationship(_ table: QualifiedName, _ foreign: QualifiedName, _ pairs: [Relationship.ColumnPair], _ views: (Bool, Bool)) -> Relationship {
                let kind: Relationship.Kind =
                    isOneToOne ? .oneToOne(constraint: key.name, pairs, isParent: false) : .manyToOne(constraint: key.name, pairs)
                return Relationship(table: table, foreignTable: foreign, kind: kind, tableIsView: views.0, foreignTableIsView: views.1)
            }
            result.append(relationship(key.table, key.foreignTable, key.pairs, (false, false)))
            let own = choices(key.relation, key.numbers)
            let other = choices(key.foreignRelation, key.foreignNumbers)
            func pairs(_ from: [String], _ to: [String]) -> [Relationship.ColumnPair] {
                zip(from, to).map { Relationship.ColumnPair(from: $0, to: $1) }
            }
            for (view, columns) in own { result.append(relationship(view, key.foreignTable, pairs(columns, key.foreignColumns), (true, false))) }
            for (view, columns) in other { result.append(relationship(key.table, view, pairs(key.columns, columns), (false, true))) }
            for (view, columns) in own {
                for (foreignView, foreignColumns) in other {
                    result.append(relationship(view, foreignView, pairs(columns, foreignColumns), (true, true)))
                }
            }
        }
        return result
    }

    /// Every way a view carries all columns of a key; a column may stand in a view more than once.
    private func choices(_ relation: Int, _ numbers: [Int]) -> [(QualifiedName, [String])] {
        (shows[relation] ?? []).flatMap { view, columns in
            numbers.reduce(into: [[String]]([[]])) { choices, number in
                let names = columns[number] ?? []
                choices = choices.flatMap { choice in names.map { choice + [$0] } }
            }.map { (view, $0) }
        }
    }

    /// Two foreign keys of one table that lie within its primary key.
    private func manyToMany(_ direct: [Relationship], _ primaryKeys: [QualifiedName: [String]]) -> [Relationship] {
        var result: [Relationship] = []
        for (junction, relationships) in Dictionary(grouping: direct, by: \.table) where exposed.contains(junction.schema) {
            let primaryKey = Set(primaryKeys[junction] ?? [])
            for source in relationships {
                guard case .manyToOne(let sourceConstraint, let sourceColumns) = source.kind else { continue }
                for target in relationships {
                    guard case .manyToOne(let targetConstraint, let targetColumns) = target.kind, sourceConstraint != targetConstraint,
                        primaryKey.isSuperset(of: (sourceColumns + targetColumns).map(\.from))
                    else { continue }
                    result.append(
                        Relationship(
                            table: source.foreignTable, foreignTable: target.foreignTable,
                            kind: .manyToMany(
                                .init(
                                    table: junction, sourceConstraint: sourceConstraint, targetConstraint: targetConstraint,
                                    source: sourceColumns.map(\.swapped), target: targetColumns.map(\.swapped))),
                            tableIsView: source.foreignTableIsView, foreignTableIsView: target.foreignTableIsView))
                }
            }
        }
        return result
    }
}

extension Relationship {
    /// One-to-many, many-to-one, one-to-one, many-to-many, each by constraint and columns: the order of PGRST201's choices.
    fileprivate var sortKey: [String] {
        let columns = foreignKey?.columns.flatMap { [$0.from, $0.to] } ?? []
        switch kind {
        case .oneToMany(let constraint, _): return [foreignTable.schema, foreignTable.name, "1", constraint] + columns
        case .manyToOne(let constraint, _): return [foreignTable.schema, foreignTable.name, "2", constraint] + columns
        case .oneToOne(let constraint, _, let isParent): return [foreignTable.schema, foreignTable.name, "3", constraint] + columns + [isParent ? "1" : "0"]
        case .manyToMany(let junction):
            return [foreignTable.schema, foreignTable.name, "4", junction.table.schema, junction.table.name, junction.sourceConstraint, junction.targetConstraint]
        case .computed(let function, _): return ["", function.schema, function.name]
        }
    }
}
