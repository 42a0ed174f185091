internal import HTTPTypes

/// What is wrong with a token, or with its absence.
extension APIError {
    static let noSecret = APIError(.internalServerError, "PGRST300", "Server lacks JWT secret")

    static let anonymousDisabled = APIError(
        .unauthorized, "PGRST302", "Anonymous access is disabled", headers: [HeaderField("WWW-Authenticate", "Bearer")])

    /// The token could not be read or its signature does not hold.
    static func token(_ message: String, details: String? = nil) -> APIError {
        APIError(.unauthorized, "PGRST301", message, details: details, headers: [invalidToken(message)])
    }

    /// The signature holds, the claims do not.
    static func claims(_ message: String) -> APIError {
        APIError(.unauthorized, "PGRST303", message, headers: [invalidToken(message)])
    }

    private static func invalidToken(_ message: String) -> HeaderField {
        HeaderField("WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"\(message)\"")
    }
}
