internal import HTTPTypes
internal import Postgres

/// What the database refused, under PostgREST's statuses.
extension APIError {
    static let connectionLost = APIError(.serviceUnavailable, "PGRST001", "Database client error. Retrying the connection.")

    /// - Parameter isAnonymous: a missing privilege is then 401, else 403.
    init(_ error: PostgresError, isAnonymous: Bool) {
        switch error.code {
        case .connection, .stale:
            self.init(.serviceUnavailable, "PGRST000", "Database connection error. Retrying the connection.", details: error.message)
        case .timeout, .closed, .decoding:
            self.init(.serviceUnavailable, "PGRST001", "Database client error. Retrying the connection.", details: error.message)
        case .poolTimeout:
            self.init(.gatewayTimeout, "PGRST003", "Timed out acquiring connection from connection pool.")
        case .server where error.sqlState == "PGRST":
            self.init(raised: error.message, detail: error.detail)
        case .server:
            let state = error.sqlState ?? "XX000"
            self.init(
                Self.status(state, error.message, isAnonymous: isAnonymous), state, error.message, details: error.detail, hint: error.hint)
        }
        if status == .unauthorized, error.sqlState != "PGRST" { headers.append(HeaderField("WWW-Authenticate", "Bearer")) }
    }

    private static func status(_ state: String, _ message: String, isAnonymous: Bool) -> HTTPResponse.Status {
        switch state {
        case "23503", "23505": return .conflict
        case "25006": return .methodNotAllowed
        case "21000": return message.hasSuffix("requires a WHERE clause") ? .badRequest : .internalServerError
        case "22023": return message.hasPrefix("role") && message.hasSuffix("does not exist") ? .unauthorized : .badRequest
        case "53400": return .internalServerError
        case "57P01": return .serviceUnavailable
        case "P0001": return .badRequest
        case "42883": return message.hasPrefix("function xmlagg(") ? .notAcceptable : .notFound
        case "42P01": return .notFound
        case "42P17": return .internalServerError
        case "42501": return isAnonymous ? .unauthorized : .forbidden
        default: break
        }
        if state.hasPrefix("PT") { return custom(state.dropFirst(2), reason: message) }
        switch state.prefix(2) {
        case "08", "53": return .serviceUnavailable
        case "0L", "0P", "28": return .forbidden
        case "09", "25", "2D", "38", "39", "3B", "40", "54", "55", "57", "58", "F0", "HV", "P0", "XX": return .internalServerError
        default: return .badRequest
        }
    }

    /// `PTnnn`: the database names the status, its message is the reason.
    private static func custom(_ digits: Substring, reason: String) -> HTTPResponse.Status {
        guard let code = Int(digits), (200...599).contains(code) else { return .internalServerError }
        return HTTPResponse.Status(code: code, reasonPhrase: reasonPhrase(reason))
    }

    /// Printable ASCII only: nothing from the database may end the status line.
    private static func reasonPhrase(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { (0x20...0x7E).contains($0.value) }))
    }

    /// `RAISE SQLSTATE 'PGRST'`: MESSAGE is the body, DETAIL the status and headers, both JSON.
    private init(raised message: String, detail: String?) {
        guard let body = JSONReader.value(message), let code = body[key: "code"]?.string, let text = body[key: "message"]?.string else {
            self = .raise("Invalid JSON value for MESSAGE: '\(message)'", Self.messageHint)
            return
        }
        guard let detail else {
            self = .raise("DETAIL is missing in the RAISE statement", Self.detailHint)
            return
        }
        guard let answer = JSONReader.value(detail), case .number(let digits)? = answer[key: "status"], let status = Int(digits),
            (200...599).contains(status), case .object(let fields)? = answer[key: "headers"],
            fields.allSatisfy({ $0.value.string != nil && HTTPField.Name($0.key) != nil })
        else {
            self = .raise("Invalid JSON value for DETAIL: '\(detail)'", Self.detailHint)
            return
        }
        let reason = answer[key: "status_text"]?.string.map(Self.reasonPhrase)
        self.init(
            reason.map { HTTPResponse.Status(code: status, reasonPhrase: $0) } ?? HTTPResponse.Status(code: status), code, text,
            details: body[key: "details"]?.string, hint: body[key: "hint"]?.string,
            headers: fields.map { HeaderField($0.key, $0.value.string ?? "") })
    }

    private static let messageHint =
        "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'."
    private static let detailHint =
        "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'."

    private static func raise(_ details: String, _ hint: String) -> APIError {
        APIError(
            .internalServerError, "PGRST121", "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error", details: details, hint: hint)
    }
}
