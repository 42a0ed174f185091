/// The one statement that makes a session speak for the request: everything it sets ends with the transaction.
struct TransactionSettings {
    private(set) var writer = SQLWriter()

    init(
        _ request: APIRequest, _ identity: Identity, _ plan: RequestPlan, _ role: SchemaCache.RoleSettings?,
        _ configuration: APIConfiguration
    ) {
        let path = ([request.schema] + configuration.extraSearchPath).map { SQLWriter.quoted($0) }.joined(separator: ", ")
        writer.raw("select set_config('search_path', ")
        writer.value(path)
        writer.raw(", true)")
        if let timeout = configuration.statementTimeout {
            set("'statement_timeout'", String(Int((timeout / .milliseconds(1)).rounded(.up))))
        }
        // Before the role, because the login role may be allowed what the role is not.
        for setting in role?.settings ?? [] { set(named: setting.name, setting.value) }
        set("'role'", identity.role)
        set("'request.jwt.claims'", identity.claims)
        set("'request.method'", request.input.method)
        set("'request.path'", String(request.input.path))
        set("'request.headers'", Self.headers(request.input))
        set("'request.cookies'", Self.cookies(request.input))
        if let zone = request.preferences.timeZone { set("'timezone'", zone) }
        for setting in plan.settings { set(named: setting.name, setting.value) }
        for (name, value) in configuration.appSettings.sorted(by: { $0.key < $1.key }) { set(named: name, value) }
    }

    private mutating func set(_ literal: String, _ value: String) {
        writer.raw(", set_config(\(literal), ")
        writer.value(value)
        writer.raw(", true)")
    }

    private mutating func set(named name: String, _ value: String) {
        writer.raw(", set_config(")
        writer.value(name)
        writer.raw(", ")
        writer.value(value)
        writer.raw(", true)")
    }

    /// All but the cookies, names in lower case; of a repeated name the last.
    private static func headers(_ input: HTTPInput) -> String {
        object(input.headers.filter { $0.name != "cookie" }.map { ($0.name, $0.value) })
    }

    private static func cookies(_ input: HTTPInput) -> String {
        let cookies = input.all("cookie").flatMap { $0.split(separator: ";") }.compactMap { cookie -> (String, String)? in
            let halves = cookie.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return halves.count == 2 ? (String(halves[0]).trimmed, String(halves[1]).trimmed) : nil
        }
        return object(cookies)
    }

    private static func object(_ pairs: [(String, String)]) -> String {
        let last = Dictionary(pairs, uniquingKeysWith: { _, last in last })
        return JSONValue.object(last.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .string($0.value)) }).text
    }
}
