/// A request understood, before the catalogue is asked whether it makes sense.
struct APIRequest: Sendable {
    var action: Action
    var schema: String
    /// The answer names the schema.
    var namesSchema: Bool
    var query: QueryParameters
    /// Rows of the resource itself: `Range`, `limit` and `offset` together.
    var range: RowRange
    var payload: Payload?
    /// Keys of the body, or of `columns` where that names them.
    var columns: Set<String>
    var preferences: Preferences
    var accepted: [MediaType]
    var contentType: MediaType
    var input: HTTPInput

    static let queryLimit = 65_536

    /// Checks in PostgREST's order: path, schema, method, query string, ranges, body.
    /// - Parameter timeZones: what `Prefer: timezone=` may name.
    init(_ input: HTTPInput, configuration: APIConfiguration, timeZones: Set<String>) throws(APIError) {
        self.input = input
        guard input.query.utf8.count <= Self.queryLimit else { throw .queryTooLong(limit: Self.queryLimit) }
        let resource = try Resource(path: input.path)
        if resource == .root, configuration.openAPIMode == .disabled { throw .openAPIDisabled }
        (schema, namesSchema) = try Self.schema(input, configuration)
        action = try Action(resource, method: input.method)
        preferences = Preferences(
            input.all("prefer"), timeZones: timeZones, transactionOverride: configuration.transactionEnd.allowsOverride)
        query = try QueryParameters(try QueryString(String(input.query)), readsArguments: action.readsArguments)
        range = try Self.range(input, query)
        if case .write(_, .upsertOne) = action, range != .all { throw .putRange }
        accepted = MediaType.accepted(input["accept"])
        contentType = input["content-type"].map { MediaType($0) } ?? .json
        (payload, columns) = try Self.payload(input, action, contentType, query.columns)
    }

    private static func schema(_ input: HTTPInput, _ configuration: APIConfiguration) throws(APIError) -> (String, Bool) {
        let isWrite = ["POST", "PATCH", "PUT", "DELETE"].contains(input.method)
        guard let profile = input[isWrite ? "content-profile" : "accept-profile"] else {
            return (configuration.schemas[0], configuration.schemas.count > 1)
        }
        guard configuration.schemas.contains(profile) else { throw .schema(profile, exposed: configuration.schemas) }
        return (profile, true)
    }

    /// `limit=0` alone bypasses the header; any other empty range is an error.
    private static func range(_ input: HTTPInput, _ query: QueryParameters) throws(APIError) -> RowRange {
        if query.ranges.contains(where: { $0.value.isEmpty && $0.value != .none }) { throw .negativeLimit }
        let limits = query.ranges.first { $0.path.isEmpty }?.value ?? .all
        if limits == .none { return .none }
        let header = input.method == "GET" ? input["range"].flatMap { RowRange(header: $0) } ?? .all : .all
        if header.isEmpty { throw .rangeOrder }
        let range = header.intersection(limits)
        if range.isEmpty { throw .negativeLimit }
        return range
    }

    private static func payload(
        _ input: HTTPInput, _ action: Action, _ contentType: MediaType, _ named: [String]?
    ) throws(APIError) -> (Payload?, Set<String>) {
        let isRoutine: Bool
        var columns: [String]?
        switch action {
        case .write(_, .insert), .write(_, .update): (isRoutine, columns) = (false, named)
        case .write(_, .upsertOne): isRoutine = false
        case .call(_, .post): (isRoutine, columns) = (true, named)
        default: return (nil, [])
        }
        let payload = try BodyParser(contentType: contentType, isRoutine: isRoutine, hasColumns: columns != nil).parse(input.body)
        switch payload {
        case .json(_, let keys): return (payload, keys)
        case .form(let fields): return (payload, Set(fields.map(\.name)))
        case .unchecked: return (payload, Set(columns ?? []))
        case .text, .bytes: return (payload, [])
        }
    }
}
