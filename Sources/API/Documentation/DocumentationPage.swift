/// The documentation page: one file, no script of anybody else's, no style outside it.
struct DocumentationPage {
    let document: JSONValue

    var html: String {
        var text = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>EMS API</title>
            <link rel="stylesheet" href="/api/v1/docs.css"></head><body><main>
            <h1>EMS API</h1>
            <p>\(Self.escape(document[key: "info"]?[key: "description"]?.string ?? ""))</p>
            <p>Machines read <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>. A request carries <code>Authorization: Bearer …</code> from
            <code>POST /rest/rpc/login</code>, or the page's cookie and <code>X-EMS-CSRF</code>. A refusal is
            <code>{"code", "message", "details", "hint"}</code>.</p>

            """
        for path in Self.members(document[key: "paths"]) {
            for operation in Self.members(path.value) { text += section(path.key, operation.key, operation.value) }
        }
        return text + "</main></body></html>\n"
    }

    private func section(_ path: String, _ method: String, _ operation: JSONValue) -> String {
        var rows = ""
        if case .array(let parameters)? = operation[key: "parameters"] {
            for parameter in parameters { rows += row(parameter[key: "name"]?.string, parameter[key: "in"]?.string, parameter[key: "required"] == .bool(true), parameter[key: "schema"], parameter[key: "description"]?.string) }
        }
        for content in Self.members(operation[key: "requestBody"]?[key: "content"]) {
            let schema = content.value[key: "schema"]?[key: "items"] ?? content.value[key: "schema"]
            var required: [JSONValue] = []
            if case .array(let names)? = schema?[key: "required"] { required = names }
            for field in Self.members(schema?[key: "properties"]) {
                rows += row(field.key, "body", required.contains(.string(field.key)), field.value, field.value[key: "description"]?.string)
            }
            if schema?[key: "properties"] == nil { rows += row(nil, "body", true, nil, content.key) }
        }
        let id = operation[key: "operationId"]?.string ?? ""
        let table = rows.isEmpty ? "" : "<table><thead><tr><th>name</th><th>in</th><th>type</th><th></th></tr></thead><tbody>\(rows)</tbody></table>"
        return """
            <section id="\(Self.escape(id))"><h2><a href="#\(Self.escape(id))"><span class="\(method)">\(method.uppercased())</span> <code>\(Self.escape(path))</code></a></h2>
            <p>\(Self.escape(operation[key: "summary"]?.string ?? ""))</p>\(table)</section>

            """
    }

    private func row(_ name: String?, _ place: String?, _ isRequired: Bool, _ schema: JSONValue?, _ note: String?) -> String {
        var type = schema?[key: "format"]?.string ?? schema?[key: "type"]?.string ?? ""
        if case .array(let values)? = schema?[key: "enum"] { type = values.compactMap(\.string).joined(separator: " | ") }
        return "<tr><td><code>\(Self.escape(name ?? ""))</code>\(isRequired ? " *" : "")</td><td>\(place ?? "")</td><td>\(Self.escape(type))</td><td>\(Self.escape(note ?? ""))</td></tr>"
    }

    private static func members(_ value: JSONValue?) -> [JSONValue.Member] {
        if case .object(let members)? = value { members } else { [] }
    }

    static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    static let css = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        section { border-top: 1px solid #8886; padding: .5rem 0; }
        h2 { font-size: 1.05rem; } h2 a { color: inherit; text-decoration: none; }
        h2 span { display: inline-block; min-width: 4rem; font-weight: 700; }
        .get { color: #1769aa; } .post { color: #2e7d32; } .put { color: #b26a00; } .delete { color: #c62828; }
        table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .2rem .6rem .2rem 0; vertical-align: top; }
        td { border-top: 1px solid #8883; }
        """
}
