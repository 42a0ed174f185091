extension ControlDocument {
    /// What is more than one function: configuration as YAML, events, ingest.
    static let special: [JSONValue.Member] = [
        .init(
            key: "/api/v1/sites/{id}/configuration",
            value: [
                "get": [
                    "summary": "A house as one YAML document.", "operationId": "get_configuration", "tags": ["configuration"],
                    "parameters": [pathParameter("id")],
                    "responses": responses(success: 200, content: ["application/yaml": ["schema": ["type": "string"]], "application/json": ["schema": ["type": "object"]]]),
                ],
                "put": [
                    "summary": "Make the house what a document says, all or nothing; answers the changes.", "operationId": "put_configuration", "tags": ["configuration"],
                    "parameters": [
                        pathParameter("id"),
                        ["name": "dry_run", "in": "query", "required": false, "description": "Only tell the changes.", "schema": ["type": "boolean"]], key,
                    ],
                    "requestBody": [
                        "required": true,
                        "content": ["application/json": ["schema": ["type": "object"]], "application/yaml": ["schema": ["type": "string"]]],
                    ],
                    "responses": responses(success: 200, content: ["application/json": ["schema": ["type": "object"]]]),
                ],
            ]),
        .init(
            key: "/api/v1/sites/{id}/events",
            value: [
                "get": [
                    "summary": "Server-Sent Events: snapshot, telemetry, plan, command, alert, job. It does not end by itself.", "operationId": "get_events", "tags": ["events"],
                    "parameters": [
                        pathParameter("id"),
                        [
                            "name": "Last-Event-ID", "in": "header", "required": false, "description": "Go on after that id; too far back, or of another database, brings a snapshot.",
                            "schema": ["type": "integer", "format": "int64", "minimum": .integer(0)],
                        ],
                    ],
                    "responses": responses(success: 200, content: ["text/event-stream": ["schema": ["type": "string"]]]),
                ]
            ]),
        .init(
            key: "/ingest/telemetry",
            value: [
                "post": [
                    "summary": "Samples of devices that push: an array, or lines of JSON without limit. Stored exactly once, however often they are sent.",
                    "operationId": "post_ingest_telemetry", "tags": ["ingest"],
                    "parameters": [["name": "site_id", "in": "query", "required": true, "description": "House.", "schema": ["type": "string", "minLength": .integer(1), "maxLength": .integer(63)]]],
                    "requestBody": [
                        "required": true,
                        "content": ["application/json": ["schema": ["type": "array", "items": sample]], "application/x-ndjson": ["schema": ["type": "string"]]],
                    ],
                    "responses": .object(
                        members(responses(success: 200, content: ["application/json": ["schema": tally]])) + [
                            .init(key: "415", value: ["$ref": "#/components/responses/Refused"]), .init(key: "413", value: ["$ref": "#/components/responses/Refused"]),
                        ]),
                ]
            ]),
    ]

    private static let sample: JSONValue = [
        "type": "object", "required": ["device", "metric", "ts"],
        "properties": [
            "device": ["type": "string"], "metric": ["type": "string", "description": "A name of vw_metric's dictionary; its ending is its unit."],
            "value": ["type": "number", "nullable": true, "description": "In the metric's unit; none is a failed read."],
            "ts": ["type": "string", "format": "date-time"], "raw": ["description": "What the device said; not kept."],
        ],
    ]

    private static let tally: JSONValue = [
        "type": "object",
        "properties": .object(
            ["rows", "stored", "repeated", "suspect", "refused"].map { .init(key: $0, value: ["type": "integer"]) } + [
                .init(key: "reasons", value: ["type": "object", "additionalProperties": ["type": "integer"]]),
                .init(key: "refusals", value: ["type": "array", "maxItems": .integer(100), "items": ["type": "object"]]),
            ]),
    ]

    private static func members(_ value: JSONValue) -> [JSONValue.Member] {
        if case .object(let members) = value { members } else { [] }
    }
}
