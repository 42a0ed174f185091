extension SQLWriter {
    /// INSERT, UPDATE or DELETE … RETURNING.
    mutating func write(_ plan: WritePlan) {
        switch plan.change {
        case .insert(let conflict): insert(plan, conflict)
        case .upsertOne(let key): insert(plan, .init(resolution: .merge, columns: key))
        case .update: update(plan)
        case .delete:
            raw("DELETE FROM ")
            name(plan.table)
            wherever(plan.conditions, of: plan.table)
            returning(plan)
        }
    }

    private mutating func insert(_ plan: WritePlan, _ conflict: WritePlan.Conflict?) {
        raw("INSERT INTO ")
        name(plan.table)
        if !plan.columns.isEmpty {
            raw("(")
            list(plan.columns) { writer, column in writer.identifier(column.name) }
            raw(")")
        }
        raw(" SELECT ")
        let bodyTable = QualifiedName(schema: "", name: "pgrst_body")
        list(plan.columns) { writer, column in writer.column(column.name, of: bodyTable) }
        raw(" ")
        body(plan)
        if plan.countsInserted { raw("WHERE \(Self.inserted("+ 1", differsFrom: "0"))") }
        if case .upsertOne = plan.change {
            // The row must carry the key of the URL.
            raw(" AND ")
            conditions(plan.conditions, of: bodyTable)
        }
        if let conflict, !conflict.columns.isEmpty {
            raw(" ON CONFLICT(")
            list(conflict.columns) { writer, column in writer.identifier(column) }
            raw(") DO ")
            if conflict.resolution == .ignore || plan.columns.isEmpty {
                raw("NOTHING")
            } else {
                raw("UPDATE SET ")
                list(plan.columns) { writer, column in
                    writer.identifier(column.name)
                    writer.raw(" = EXCLUDED.")
                    writer.identifier(column.name)
                }
                raw(" WHERE \(Self.inserted("- 1", differsFrom: "-1"))")
            }
        }
        returning(plan)
    }

    private mutating func update(_ plan: WritePlan) {
        if plan.columns.isEmpty {
            // Nothing to set, nothing changed; the names are there for whoever selects them.
            raw("SELECT ")
            if plan.returning.isEmpty { raw("NULL") }
            list(plan.returning) { writer, column in writer.column(column, of: QualifiedName(schema: "", name: plan.table.name)) }
            raw(" FROM ")
            name(plan.table)
            raw(" WHERE false")
            return
        }
        raw("UPDATE ")
        name(plan.table)
        raw(" SET ")
        list(plan.columns) { writer, column in
            writer.identifier(column.name)
            writer.raw(" = ")
            writer.column(column.name, of: QualifiedName(schema: "", name: "pgrst_body"))
        }
        raw(" ")
        body(plan)
        wherever(plan.conditions, of: plan.table)
        returning(plan)
    }

    private mutating func body(_ plan: WritePlan) {
        body(
            plan.body ?? "[]",
            plan.columns.map { BodyColumn(name: $0.name, type: $0.declaredType, defaultExpression: $0.defaultExpression) },
            appliesDefaults: plan.appliesDefaults, firstOnly: false)
    }

    private mutating func wherever(_ conditions: [PlannedCondition], of table: QualifiedName) {
        guard !conditions.isEmpty else { return }
        raw(" WHERE ")
        self.conditions(conditions, of: table)
    }

    private mutating func returning(_ plan: WritePlan) {
        raw(" RETURNING ")
        if plan.returning.isEmpty { raw("1") }
        list(plan.returning) { writer, column in writer.column(column, of: plan.table) }
    }

    /// Counts rows in a transaction-local setting: each one tried adds 1, each one found adds −1. Always true.
    private static func inserted(_ change: String, differsFrom never: String) -> String {
        "set_config('pgrst.inserted', (coalesce(nullif(current_setting('pgrst.inserted', true), '')::int, 0) \(change))::text, true) <> '\(never)'"
    }
}
