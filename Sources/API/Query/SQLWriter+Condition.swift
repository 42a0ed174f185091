internal import Postgres

extension SQLWriter {
    /// All conditions, joined by AND.
    mutating func conditions(_ conditions: [PlannedCondition], of table: QualifiedName) {
        list(conditions, separator: " AND ") { writer, condition in writer.condition(condition, of: table) }
    }

    mutating func condition(_ condition: PlannedCondition, of table: QualifiedName) {
        switch condition {
        case .filter(let filter): self.filter(filter, of: table)
        case .embed(let joinAlias, let isNull):
            // The whole joined row is compared: IS NULL would be true of a row whose columns are all null.
            identifier(joinAlias)
            raw(isNull ? " IS NOT DISTINCT FROM NULL" : " IS DISTINCT FROM NULL")
        case .group(let negated, let junctor, let nodes):
            raw(negated ? "NOT (" : "(")
            list(nodes, separator: junctor == .and ? " AND " : " OR ") { writer, node in writer.condition(node, of: table) }
            raw(")")
        }
    }

    mutating func filter(_ filter: PlannedFilter, of table: QualifiedName) {
        if filter.negated { raw("NOT ") }
        if case .matches(_, let configuration, _) = filter.operation, filter.needsVector {
            raw("to_tsvector(")
            textSearchConfiguration(configuration)
            field(filter.field, of: table)
            raw(")")
        } else {
            field(filter.field, of: table)
        }
        switch filter.operation {
        case .compare(let comparison, let quantifier, let text):
            raw(" \(comparison.sql) ")
            if let quantifier { raw(quantifier == .any ? "ANY(" : "ALL(") }
            value(comparison == .like || comparison == .ilike ? text.replacing("*", with: "%") : text)
            if quantifier != nil { raw(")") }
        case .any(let elements):
            raw(" = ANY (")
            value(elements == [""] ? "{}" : PostgresArray.literal(elements.map { Optional($0) }))
            raw(")")
        case .is(let truth): raw(" IS \(truth.sql)")
        case .distinct(let text):
            raw(" IS DISTINCT FROM ")
            value(text)
        case .matches(let search, let configuration, let query):
            raw(" @@ \(search.sql)(")
            textSearchConfiguration(configuration)
            value(query)
            raw(")")
        }
    }

    private mutating func textSearchConfiguration(_ name: String?) {
        guard let name else { return }
        value(name)
        raw(", ")
    }
}

extension Filter.Comparison {
    var sql: String {
        switch self {
        case .eq: "="
        case .neq: "<>"
        case .gt: ">"
        case .gte: ">="
        case .lt: "<"
        case .lte: "<="
        case .like: "LIKE"
        case .ilike: "ILIKE"
        case .match: "~"
        case .imatch: "~*"
        case .cs: "@>"
        case .cd: "<@"
        case .ov: "&&"
        case .sl: "<<"
        case .sr: ">>"
        case .nxr: "&<"
        case .nxl: "&>"
        case .adj: "-|-"
        }
    }
}

extension Filter.TruthValue {
    var sql: String {
        switch self {
        case .null: "NULL"
        case .not_null: "NOT NULL"
        case .true: "TRUE"
        case .false: "FALSE"
        case .unknown: "UNKNOWN"
        }
    }
}

extension Filter.TextSearch {
    var sql: String {
        switch self {
        case .fts: "to_tsquery"
        case .plfts: "plainto_tsquery"
        case .phfts: "phraseto_tsquery"
        case .wfts: "websearch_to_tsquery"
        }
    }
}
