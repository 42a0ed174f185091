internal import CPostgres

/// What went wrong between us and PostgreSQL.
///
/// `description` is safe to show to a user and never holds a connection string or a value;
/// `debugDescription` adds everything the server said.
public struct PostgresError: Error, Sendable, Equatable {
    public enum Code: Sendable, Equatable {
        /// No connection, or it was lost. What was under way may or may not have happened.
        case connection
        /// The server had closed the session while it was idle; nothing was sent, another connection may be tried.
        case stale
        /// The server refused the statement; `sqlState` and the fields below say why.
        case server
        /// No answer within the limit; the connection was closed.
        case timeout
        /// The pool had no free connection within the limit.
        case poolTimeout
        /// A column is missing, NULL where a value is needed, or not of the expected form.
        case decoding
        /// The connection or pool was closed by us.
        case closed
    }

    public var code: Code
    /// Five characters, nil unless `code` is `.server`.
    public var sqlState: String?
    public var message: String
    public var detail: String?
    public var hint: String?
    public var constraint: String?
    public var table: String?
    public var column: String?
    /// PL/pgSQL call stack.
    public var context: String?
    /// 1-based character position in the statement.
    public var position: Int?

    public init(_ code: Code, _ message: String, sqlState: String? = nil) {
        self.code = code
        self.message = message
        self.sqlState = sqlState
    }

    /// True where trying again on a new connection may help: connection lost, server starting or stopping.
    public var isConnectionLoss: Bool {
        switch code {
        case .connection, .stale, .timeout, .closed: true
        case .server: sqlState.map { $0.hasPrefix("08") || $0.hasPrefix("57P") } ?? false
        case .poolTimeout, .decoding: false
        }
    }

    /// True where the server refused what was sent and always will: bad data, a broken constraint, a rule of the application.
    public var isRefusal: Bool {
        guard code == .server, let sqlState else { return false }
        return ["22", "23", "SA"].contains { sqlState.hasPrefix($0) }
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        sqlState.map { "\(message) (SQLSTATE \($0))" } ?? message
    }

    public var debugDescription: String {
        let parts: [(String, String?)] = [
            ("detail", detail), ("hint", hint), ("constraint", constraint), ("table", table), ("column", column),
            ("position", position.map { String($0) }), ("context", context),
        ]
        return parts.reduce(description) { text, part in part.1.map { "\(text); \(part.0): \($0)" } ?? text }
    }
}

extension PostgresError {
    /// Takes over what the server reported in a failed result.
    init(result: OpaquePointer) {
        func field(_ code: UInt8) -> String? {
            PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
        }
        // Codes of PQresultErrorField: postgres_ext.h, PG_DIAG_*.
        self.init(.server, field(UInt8(ascii: "M")) ?? "the server gave no reason", sqlState: field(UInt8(ascii: "C")))
        detail = field(UInt8(ascii: "D"))
        hint = field(UInt8(ascii: "H"))
        constraint = field(UInt8(ascii: "n"))
        table = field(UInt8(ascii: "t"))
        column = field(UInt8(ascii: "c"))
        context = field(UInt8(ascii: "W"))
        position = field(UInt8(ascii: "P")).flatMap { Int($0) }
    }
}
