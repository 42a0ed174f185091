internal import HTTPTypes

/// A request under `/api/v1` and the function of schema `api` that answers it. A thin door: nothing is decided here.
struct ControlRoute: Sendable {
    var method: String
    /// Path below `/api/v1`; `{name}` stands for one segment.
    var pattern: [String]
    var function: String
    /// What it does, for the documentation.
    var summary: String
    /// Status of success, for the documentation: the function sets it.
    var success = 200
    var query: [ControlField] = []
    var body: [ControlField] = []
    /// Arguments that the path stands for.
    var fixed: [JSONValue.Member] = []
    /// The query string as one argument, an object, of that name; else each part is an argument.
    var queryArgument: String?
    /// The part of the query string that is added to the argument `p_job`: kinds of plan are jobs of their own.
    var jobSuffix: String?

    init(
        _ method: String, _ path: String, _ function: String, _ summary: String, success: Int = 200, query: [ControlField] = [],
        body: [ControlField] = []
    ) {
        (self.method, self.function, self.summary, self.success) = (method, function, summary, success)
        pattern = path.split(separator: "/").map(String.init)
        (self.query, self.body) = (query, body)
    }

    var isRead: Bool { method == "GET" }

    /// Values of the pattern's names, or nil where the path is another.
    func match(_ segments: [String]) -> [String: String]? {
        guard segments.count == pattern.count else { return nil }
        var values: [String: String] = [:]
        for (segment, part) in zip(segments, pattern) {
            if part.hasPrefix("{") {
                values[String(part.dropFirst().dropLast())] = segment
            } else if part != segment {
                return nil
            }
        }
        return values
    }

    /// The arguments of the call.
    /// - Parameter document: the body as JSON; nil where there is none.
    /// - Throws: SA400 for names the door does not know.
    func arguments(path: [String: String], query: [(name: String, value: String)], document: JSONValue?) throws(APIError) -> [JSONValue.Member] {
        var members = fixed
        for (name, value) in path.sorted(by: { $0.key < $1.key }) {
            members.append(.init(key: name == "id" ? "p_site_id" : "p_\(name)", value: .string(value)))
        }
        let parts = query.filter { $0.name != jobSuffix }.map { JSONValue.Member(key: $0.name, value: .string($0.value)) }
        if let jobSuffix, let given = query.last(where: { $0.name == jobSuffix }) {
            members = members.map { $0.key == "p_job" ? .init(key: $0.key, value: .string(($0.value.string ?? "").prefix { $0 != "_" } + "_" + given.value)) : $0 }
        }
        if let queryArgument {
            members.append(.init(key: queryArgument, value: .object(parts)))
        } else {
            try members.append(contentsOf: Self.known(parts, self.query, where: "query string"))
        }
        switch document {
        case nil, .null?: break
        case .object(let given)?: try members.append(contentsOf: Self.known(given, body, where: "body"))
        default: throw APIError(.badRequest, "SA400", "the body must be a JSON object")
        }
        return members
    }

    private static func known(_ members: [JSONValue.Member], _ fields: [ControlField], where place: String) throws(APIError) -> [JSONValue.Member] {
        if let stranger = members.first(where: { member in !fields.contains { $0.name == member.key } }) {
            throw APIError(
                .badRequest, "SA400", "the \(place) has no \(stranger.key)",
                hint: fields.isEmpty ? "It takes nothing there." : "It takes \(fields.map(\.name).joined(separator: ", ")).")
        }
        return members.map { .init(key: "p_\($0.key)", value: $0.value) }
    }
}
