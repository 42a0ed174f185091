internal import HTTPTypes

/// What is wrong with a request, seen without the database.
extension APIError {
    static func query(_ what: String, text: String, _ failure: ParseFailure) -> APIError {
        APIError(
            .badRequest, "PGRST100", "\"failed to parse \(what) (\(text))\" (line \(failure.line), column \(failure.column))",
            details: "unexpected \(failure.unexpected) expecting \(failure.expected)")
    }

    /// The query string is not UTF-8 once decoded.
    static var queryEncoding: APIError {
        APIError(.badRequest, "PGRST100", "The query string or path is not valid UTF-8", details: "Percent-decoding gave bytes that are no UTF-8.")
    }

    static func queryTooLong(limit: Int) -> APIError {
        APIError(.uriTooLong, "PGRST100", "The query string is longer than \(limit) bytes", hint: "Send the filters to a function by POST.")
    }

    static func routineMethod(_ method: String) -> APIError {
        APIError(.methodNotAllowed, "PGRST101", "Cannot use the \(method) method on RPC")
    }

    static func body(_ message: String) -> APIError { APIError(.badRequest, "PGRST102", message) }

    static func bodyTooLarge(limit: Int) -> APIError {
        APIError(.contentTooLarge, "SA413", "The body is larger than \(limit) bytes", hint: "Send it in several requests.")
    }

    static let negativeLimit = APIError(
        .rangeNotSatisfiable, "PGRST103", "Requested range not satisfiable", details: "Limit should be greater than or equal to zero.")

    static let rangeOrder = APIError(
        .rangeNotSatisfiable, "PGRST103", "Requested range not satisfiable",
        details: "The lower boundary must be lower than or equal to the upper boundary in the Range header.")

    static func offset(_ offset: Int, total: Int) -> APIError {
        APIError(
            .rangeNotSatisfiable, "PGRST103", "Requested range not satisfiable",
            details: "An offset of \(offset) was requested, but there are only \(total) rows.")
    }

    static let putFilters = APIError(
        .methodNotAllowed, "PGRST105", "Filters must include all and only primary key columns with 'eq' operators")

    static func schema(_ name: String, exposed: [String]) -> APIError {
        APIError(
            .notAcceptable, "PGRST106", "Invalid schema: \(name)",
            hint: "Only the following schemas are exposed: \(exposed.joined(separator: ", "))")
    }

    static func mediaType(_ types: [MediaType]) -> APIError {
        APIError(
            .notAcceptable, "PGRST107", "None of these media types are available: \(types.map(\.name).joined(separator: ", "))")
    }

    static func notEmbedded(_ name: String) -> APIError {
        APIError(
            .badRequest, "PGRST108", "'\(name)' is not an embedded resource in this request",
            hint: "Verify that '\(name)' is included in the 'select' query parameter.")
    }

    static let responseHeaders = APIError(
        .internalServerError, "PGRST111", "response.headers guc must be a JSON array composed of objects with a single key and a string value")

    static let responseStatus = APIError(.internalServerError, "PGRST112", "response.status guc must be a valid status code")

    static let putRange = APIError(.badRequest, "PGRST114", "limit/offset querystring parameters are not allowed for PUT")

    static let putKey = APIError(.badRequest, "PGRST115", "Payload values do not match URL in primary key column(s)")

    static func singular(rows: Int) -> APIError {
        APIError(
            .notAcceptable, "PGRST116", "Cannot coerce the result to a single JSON object", details: "The result contains \(rows) rows")
    }

    static func method(_ method: String) -> APIError {
        APIError(.methodNotAllowed, "PGRST117", "Unsupported HTTP method: \(method)")
    }

    static func orderNotToOne(origin: String, target: String) -> APIError {
        APIError(
            .badRequest, "PGRST118", "A related order on '\(target)' is not possible",
            details: "'\(origin)' and '\(target)' do not form a many-to-one or one-to-one relationship")
    }

    static func embedFilter(_ name: String) -> APIError {
        APIError(
            .badRequest, "PGRST120", "Bad operator on the '\(name)' embedded resource",
            details: "Only is null or not is null filters are allowed on embedded resources")
    }

    static func preferences(_ unknown: [String]) -> APIError {
        APIError(
            .badRequest, "PGRST122", "Invalid preferences given with handling=strict",
            details: "Invalid preferences: \(unknown.joined(separator: ", "))")
    }

    static let aggregates = APIError(.badRequest, "PGRST123", "Use of aggregate functions is not allowed")

    static func maxAffected(rows: Int) -> APIError {
        APIError(
            .badRequest, "PGRST124", "Query result exceeds max-affected preference constraint", details: "The query affects \(rows) rows")
    }

    static let path = APIError(.notFound, "PGRST125", "Invalid path specified in request URL")

    static let openAPIDisabled = APIError(.notFound, "PGRST126", "Root endpoint metadata is disabled")

    static let maxAffectedRoutine = APIError(
        .badRequest, "PGRST128", "Function must return SETOF or TABLE when max-affected preference is used with handling=strict")

    /// PostgreSQL's own words for a zero byte, which libpq could not even carry to it.
    static let zeroByte = APIError(.badRequest, "22021", "invalid byte sequence for encoding \"UTF8\": 0x00")

    static let encoding = APIError(.badRequest, "22021", "invalid byte sequence for encoding \"UTF8\"")
}
