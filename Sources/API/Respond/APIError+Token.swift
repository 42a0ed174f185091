internal import HTTPTypes

/// What is wrong with a token, or with its absence.
extension APIError {
    static let noSecret = APIError(.internalServerError, "PGRST300", "Server lacks JWT secret")

    static let anonymousDisabled = APIError(
        .unauthorized, "PGRST302", "Anonymous access is disabled", headers: [HeaderField("WWW-Authenticate", "Bearer")])

    /// A cookie alone proves that the browser is the caller's, not that the page is ours.
    static let crossSite = APIError(
        .forbidden, "SA403", "The header X-EMS-CSRF must repeat the cookie ems_csrf", hint: "Programs use a token: Authorization: Bearer ….")

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
