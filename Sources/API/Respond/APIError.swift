internal import HTTPTypes

/// A refusal in PostgREST's form: body `{code, details, hint, message}`, a status, and headers of its own.
struct APIError: Error, Sendable, Equatable {
    var status: HTTPResponse.Status
    /// `PGRSTnnn`, a SQLSTATE, or `SA413` for a body above our own limit.
    var code: String
    var message: String
    var details: JSONValue
    var hint: String?
    var headers: [HeaderField]

    init(
        _ status: HTTPResponse.Status, _ code: String, _ message: String, details: String? = nil, hint: String? = nil,
        headers: [HeaderField] = []
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.details = JSONValue(details)
        self.hint = hint
        self.headers = headers
    }

    /// Members in alphabetical order, as PostgREST writes them.
    var body: String {
        JSONValue.object([
            .init(key: "code", value: .string(code)), .init(key: "details", value: details),
            .init(key: "hint", value: JSONValue(hint)), .init(key: "message", value: .string(message)),
        ]).text
    }
}
