internal import HTTPTypes

/// What every answer tells a browser: nothing from elsewhere, in nobody's frame, no guessing of types, no address told to others.
enum SecurityHeaders {
    private static let fields: [(HTTPField.Name, String)] = [
        (name("Content-Security-Policy"), policy), (name("X-Content-Type-Options"), "nosniff"), (name("Referrer-Policy"), "no-referrer"),
        (name("X-Frame-Options"), "DENY"),
    ]

    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    static func apply(to headers: inout HTTPFields) {
        for (name, value) in fields { headers[name] = value }
    }

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a header's name") }
        return name
    }
}
