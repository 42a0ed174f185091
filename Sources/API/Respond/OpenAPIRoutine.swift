/// One function in the API's description.
struct OpenAPIRoutine {
    let routine: Routine

    var path: JSONValue {
        var members: [JSONValue.Member] = []
        if routine.volatility != .volatile { members.append(operation("get", routine.parameters.map(query))) }
        members.append(operation("post", [body, OpenAPIParameters.reference("preferParams")]))
        return .object(members)
    }

    private func operation(_ method: String, _ parameters: [JSONValue]) -> JSONValue.Member {
        let text = OpenAPIDocument.split(routine.comment)
        var members: [JSONValue.Member] = [.init(key: "tags", value: [.string("(rpc) \(routine.name.name)")])]
        if let summary = text.summary { members.append(.init(key: "summary", value: .string(summary))) }
        if let description = text.description { members.append(.init(key: "description", value: .string(description))) }
        members.append(
            .init(
                key: "produces",
                value: ["application/json", "application/vnd.pgrst.object+json;nulls=stripped", "application/vnd.pgrst.object+json"]))
        members.append(.init(key: "parameters", value: .array(parameters)))
        members.append(.init(key: "responses", value: ["200": ["description": "OK"]]))
        return .init(key: method, value: .object(members))
    }

    private func query(_ parameter: Routine.Parameter) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "name", value: .string(parameter.name)), .init(key: "required", value: .bool(parameter.isRequired)),
            .init(key: "in", value: "query"),
        ]
        if parameter.isVariadic {
            let element = String(parameter.type.dropLast(2))
            members += [
                .init(key: "type", value: "array"), .init(key: "collectionFormat", value: "multi"),
                .init(
                    key: "items",
                    value: ["type": .string(OpenAPIDocument.type(element) ?? "string"), "format": .string(element)]),
            ]
        } else {
            // An array stands as `{…}` in a query string, JSON as text.
            let type = OpenAPIDocument.type(parameter.type) ?? "string"
            members += [
                .init(key: "format", value: .string(parameter.type)), .init(key: "type", value: .string(type == "array" ? "string" : type)),
            ]
        }
        return .object(members)
    }

    private var body: JSONValue {
        var schema: [JSONValue.Member] = []
        if let comment = routine.comment { schema.append(.init(key: "description", value: .string(comment))) }
        let required = routine.parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { schema.append(.init(key: "required", value: .array(required))) }
        let properties = routine.parameters.map { parameter in
            JSONValue.Member(
                key: parameter.name,
                value: .object(OpenAPIDocument.typeMembers(parameter.type) + [.init(key: "format", value: .string(parameter.type))]))
        }
        schema += [.init(key: "type", value: "object"), .init(key: "properties", value: .object(properties))]
        return ["name": "args", "in": "body", "required": true, "schema": .object(schema)]
    }
}
