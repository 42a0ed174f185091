extension SQLWriter {
    /// A column of the body with its type in SQL and, where it counts, its default expression.
    struct BodyColumn {
        var name: String
        var type: String
        var defaultExpression: String?
    }

    /// `FROM (…) pgrst_body`: the JSON body as rows of these columns, typed by PostgreSQL itself.
    /// - Parameters:
    ///   - appliesDefaults: absent keys take the column's default.
    ///   - firstOnly: at most one row.
    mutating func body(_ json: String, _ columns: [BodyColumn], appliesDefaults: Bool, firstOnly: Bool) {
        let isObject = json.utf8.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
        let prefix = appliesDefaults ? "jsonb" : "json"
        raw("FROM (SELECT ")
        value(json)
        raw("::\(prefix) AS json_data) pgrst_payload, ")
        if appliesDefaults { defaults(columns, isObject: isObject) }
        let source = appliesDefaults ? "pgrst_defaults.val" : "pgrst_payload.json_data"
        raw("LATERAL (SELECT ")
        list(columns) { writer, column in writer.identifier(column.name) }
        raw(" FROM ")
        if columns.isEmpty {
            raw(isObject ? "(VALUES (1)) _" : "\(prefix)_array_elements(\(source)) _")
        } else {
            raw("\(prefix)_to_record\(isObject ? "" : "set")(\(source)) AS _(")
            list(columns) { writer, column in
                writer.identifier(column.name)
                writer.raw(" \(column.type)")
            }
            raw(")")
        }
        if firstOnly { raw(" LIMIT 1") }
        raw(") pgrst_body ")
    }

    /// Each object laid over an object of the defaults.
    private mutating func defaults(_ columns: [BodyColumn], isObject: Bool) {
        func object(_ writer: inout SQLWriter) {
            writer.raw("jsonb_build_object(")
            writer.list(columns.filter { $0.defaultExpression != nil }) { writer, column in
                writer.value(column.name)
                // The expression is PostgreSQL's own print of what the table declares.
                writer.raw("::text, \(column.defaultExpression ?? "NULL")")
            }
            writer.raw(")")
        }
        raw("LATERAL (SELECT ")
        if isObject {
            object(&self)
            raw(" || pgrst_payload.json_data AS val) pgrst_defaults, ")
        } else {
            raw("jsonb_agg(")
            object(&self)
            raw(" || elem) AS val FROM jsonb_array_elements(pgrst_payload.json_data) elem) pgrst_defaults, ")
        }
    }
}
