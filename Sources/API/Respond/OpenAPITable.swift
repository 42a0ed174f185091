/// One table or view in the API's description.
struct OpenAPITable {
    let table: Table
    let relationships: [Relationship]

    private var name: String { table.name.name }

    // MARK: - Paths

    var path: JSONValue {
        let filters = table.columns.map { "rowFilter.\(name).\($0.name)" }
        var members = [
            operation(
                "get", filters + ["select", "order", "range", "rangeUnit", "offset", "limit", "preferCount"],
                [
                    "200": ["description": "OK", "schema": ["type": "array", "items": ["$ref": .string("#/definitions/\(name)")]]],
                    "206": ["description": "Partial Content"],
                ])
        ]
        if table.isInsertable || table.isUpdatable || table.isDeletable {
            members.append(operation("post", ["body.\(name)", "select", "preferPost"], ["201": ["description": "Created"]]))
            members.append(operation("patch", filters + ["body.\(name)", "preferReturn"], ["204": ["description": "No Content"]]))
            members.append(operation("delete", filters + ["preferReturn"], ["204": ["description": "No Content"]]))
        }
        return .object(members)
    }

    private func operation(_ method: String, _ parameters: [String], _ responses: JSONValue) -> JSONValue.Member {
        let text = OpenAPIDocument.split(table.comment)
        var members: [JSONValue.Member] = [.init(key: "tags", value: [.string(name)])]
        if let summary = text.summary { members.append(.init(key: "summary", value: .string(summary))) }
        if let description = text.description { members.append(.init(key: "description", value: .string(description))) }
        members.append(.init(key: "parameters", value: .array(parameters.map(OpenAPIParameters.reference))))
        members.append(.init(key: "responses", value: responses))
        return .init(key: method, value: .object(members))
    }

    // MARK: - Parameters

    var parameters: [JSONValue.Member] {
        let body: JSONValue = [
            "name": .string(name), "description": .string(name), "required": false, "in": "body",
            "schema": ["$ref": .string("#/definitions/\(name)")],
        ]
        return [.init(key: "body.\(name)", value: body)]
            + table.columns.map { column in
                var members: [JSONValue.Member] = [.init(key: "name", value: .string(column.name))]
                if let comment = column.comment { members.append(.init(key: "description", value: .string(comment))) }
                members += [.init(key: "required", value: false), .init(key: "in", value: "query"), .init(key: "type", value: "string")]
                return .init(key: "rowFilter.\(name).\(column.name)", value: .object(members))
            }
    }

    // MARK: - Definition

    var definition: JSONValue {
        var members: [JSONValue.Member] = []
        if let comment = table.comment { members.append(.init(key: "description", value: .string(comment))) }
        let required = table.columns.filter { !$0.isNullable }.map { JSONValue.string($0.name) }
        if !required.isEmpty { members.append(.init(key: "required", value: .array(required))) }
        members.append(.init(key: "properties", value: .object(table.columns.map { .init(key: $0.name, value: property($0)) })))
        members.append(.init(key: "type", value: "object"))
        return .object(members)
    }

    private func property(_ column: Column) -> JSONValue {
        var members: [JSONValue.Member] = []
        if let value = defaultValue(column) { members.append(.init(key: "default", value: value)) }
        if let description = description(column) { members.append(.init(key: "description", value: .string(description))) }
        if !column.enumValues.isEmpty { members.append(.init(key: "enum", value: .array(column.enumValues.map(JSONValue.string)))) }
        members.append(.init(key: "format", value: .string(column.type)))
        if let length = column.maxLength { members.append(.init(key: "maxLength", value: .integer(length))) }
        return .object(members + OpenAPIDocument.typeMembers(column.type))
    }

    /// Comment, then what keys the column belongs to.
    private func description(_ column: Column) -> String? {
        var notes: [String] = []
        if table.primaryKey.contains(column.name) { notes.append("This is a Primary Key.<pk/>") }
        let keys = relationships.filter { !$0.foreignTableIsView } + relationships.filter(\.foreignTableIsView)
        let target = keys.lazy.compactMap { relationship -> (String, String)? in
            switch relationship.kind {
            case .manyToOne(_, let pairs), .oneToOne(_, let pairs, isParent: false):
                pairs.count == 1 && pairs[0].from == column.name ? (relationship.foreignTable.name, pairs[0].to) : nil
            default: nil
            }
        }.first
        if let (table, column) = target {
            notes.append("This is a Foreign Key to `\(table).\(column)`.<fk table='\(table)' column='\(column)'/>")
        }
        guard !notes.isEmpty else { return column.comment }
        return (column.comment.map { $0 + "\n\n" } ?? "") + (["Note:"] + notes).joined(separator: "\n")
    }

    /// A default that is a constant of the column's type.
    private func defaultValue(_ column: Column) -> JSONValue? {
        guard let expression = column.defaultExpression else { return nil }
        guard OpenAPIDocument.type(column.type) == "string" else { return JSONReader.value(expression) }
        let suffix = "::\(column.type)"
        guard expression.hasSuffix(suffix) else { return .string(expression) }
        return .string(expression.dropLast(suffix.count).trimmingQuotes)
    }
}

extension Substring {
    /// Without quotes at both ends.
    fileprivate var trimmingQuotes: String {
        var text = self
        while text.first == "'" { text.removeFirst() }
        while text.last == "'" { text.removeLast() }
        return String(text)
    }
}
