/// The parameters that every resource shares.
enum OpenAPIParameters {
    static let shared: [JSONValue.Member] = [
        header("preferParams", "Prefer", "Preference", []),
        header("preferReturn", "Prefer", "Preference", ["return=representation", "return=minimal", "return=none"]),
        header("preferCount", "Prefer", "Preference", ["count=none"]),
        header(
            "preferPost", "Prefer", "Preference",
            [
                "return=representation", "return=minimal", "return=none", "resolution=ignore-duplicates", "resolution=merge-duplicates",
            ]),
        query("select", "Filtering Columns"), query("on_conflict", "On Conflict"), query("order", "Ordering"),
        header("range", "Range", "Limiting and Pagination", []),
        .init(
            key: "rangeUnit",
            value: [
                "name": "Range-Unit", "description": "Limiting and Pagination", "required": false, "default": "items", "in": "header",
                "type": "string",
            ]),
        query("offset", "Limiting and Pagination"), query("limit", "Limiting and Pagination"),
    ]

    static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/parameters/\(name)")] }

    private static func header(_ key: String, _ name: String, _ description: String, _ values: [JSONValue]) -> JSONValue.Member {
        var members: [JSONValue.Member] = [
            .init(key: "name", value: .string(name)), .init(key: "description", value: .string(description)),
            .init(key: "required", value: false), .init(key: "in", value: "header"), .init(key: "type", value: "string"),
        ]
        if !values.isEmpty { members.append(.init(key: "enum", value: .array(values))) }
        return .init(key: key, value: .object(members))
    }

    private static func query(_ name: String, _ description: String) -> JSONValue.Member {
        .init(
            key: name,
            value: ["name": .string(name), "description": .string(description), "required": false, "in": "query", "type": "string"])
    }
}
