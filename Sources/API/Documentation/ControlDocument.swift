/// OpenAPI 3.0 of everything below `/api/v1` and of `/ingest`, from the same list that the doors are opened by.
struct ControlDocument {
    var json: JSONValue {
        [
            "openapi": "3.0.3",
            "info": [
                "title": "EMS", "version": "1",
                "description": "Triggers, control, configuration, ingest and events of a house. Reads of everything else: /rest/ (PostgREST's language, described at its root).",
            ],
            "servers": [["url": "/"]],
            "security": [["bearer": []], ["cookie": []]],
            "paths": .object(paths),
            "components": [
                "securitySchemes": [
                    "bearer": ["type": "http", "scheme": "bearer", "bearerFormat": "JWT"],
                    "cookie": ["type": "apiKey", "in": "cookie", "name": "ems_access"],
                ],
                "schemas": [
                    "Refusal": [
                        "type": "object", "required": ["code", "message"],
                        "properties": [
                            "code": ["type": "string", "description": "SQLSTATE; SAnnn are ours, nnn the status (docs/errors.md)."], "message": ["type": "string"],
                            "details": ["nullable": true, "description": "The values."], "hint": ["type": "string", "nullable": true, "description": "What can be done."],
                        ],
                    ]
                ],
                "responses": [
                    "Refused": [
                        "description": "Refused, in words.",
                        "content": ["application/json": ["schema": ["$ref": "#/components/schemas/Refusal"]]],
                    ]
                ],
            ],
        ]
    }

    private var paths: [JSONValue.Member] {
        var paths: [JSONValue.Member] = []
        for route in ControlRoute.all {
            let path = "/api/v1/" + route.pattern.joined(separator: "/")
            let member = JSONValue.Member(key: route.method.lowercased(), value: Self.operation(route))
            if let index = paths.firstIndex(where: { $0.key == path }), case .object(let members) = paths[index].value {
                paths[index].value = .object(members + [member])
            } else {
                paths.append(.init(key: path, value: .object([member])))
            }
        }
        return paths + ControlDocument.special
    }

    private static func operation(_ route: ControlRoute) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "summary", value: .string(route.summary)), .init(key: "operationId", value: .string(([route.method.lowercased()] + route.pattern).joined(separator: "_").filter { $0 != "{" && $0 != "}" })),
            .init(key: "description", value: .string("Calls api.\(route.function).")), .init(key: "tags", value: [.string(tag(route))]),
        ]
        var parameters = route.pattern.filter { $0.hasPrefix("{") }.map { pathParameter(String($0.dropFirst().dropLast())) }
        parameters += route.query.map { field in
            ["name": .string(field.name), "in": "query", "required": .bool(field.isRequired), "description": .string(field.note), "schema": field.schema]
        }
        if !route.isRead { parameters.append(key) }
        members.append(.init(key: "parameters", value: .array(parameters)))
        if !route.body.isEmpty { members.append(.init(key: "requestBody", value: body(route.body))) }
        members.append(.init(key: "responses", value: responses(success: route.success, content: ["application/json": ["schema": .object([])]])))
        return .object(members)
    }

    static func pathParameter(_ name: String) -> JSONValue {
        let schema: JSONValue = name.hasSuffix("_id") ? ["type": "integer", "format": "int64"] : ["type": "string", "minLength": .integer(1), "maxLength": .integer(63)]
        return ["name": .string(name), "in": "path", "required": true, "description": .string(name == "id" ? "House." : "Which."), "schema": schema]
    }

    static func responses(success: Int, content: JSONValue) -> JSONValue {
        let refused = ["400", "401", "403", "404", "409", "422"].map { JSONValue.Member(key: $0, value: ["$ref": "#/components/responses/Refused"]) }
        return .object([.init(key: String(success), value: ["description": "Done, or accepted.", "content": content])] + refused)
    }

    private static func body(_ fields: [ControlField]) -> JSONValue {
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        var schema: [JSONValue.Member] = [
            .init(key: "type", value: "object"), .init(key: "additionalProperties", value: false),
            .init(
                key: "properties",
                value: .object(
                    fields.map { field in
                        guard case .object(let members) = field.schema else { return .init(key: field.name, value: field.schema) }
                        return .init(key: field.name, value: .object(members + [.init(key: "description", value: .string(field.note))]))
                    })),
        ]
        if !required.isEmpty { schema.append(.init(key: "required", value: .array(required))) }
        return ["required": .bool(!required.isEmpty), "content": ["application/json": ["schema": .object(schema)]]]
    }

    static let key: JSONValue = [
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "Sent again under the same key within a day, the request is answered the same and does nothing.",
        "schema": ["type": "string", "minLength": .integer(1), "maxLength": .integer(200), "pattern": "^[A-Za-z0-9_-]+$"],
    ]

    /// The first word after the house.
    private static func tag(_ route: ControlRoute) -> String { route.pattern.count > 2 ? route.pattern[2] : route.pattern[0] }
}
