public import Postgres

/// Why migrations could not be read, checked or applied.
///
/// `description` is what a person should read: the file and position where there is one, what the server said, and
/// what to do about it. It never holds a connection string.
public struct MigrationError: Error, Sendable, Equatable {
    public enum Code: Sendable, Equatable {
        /// flyway.conf, a script's `.conf`, or a `FLYWAY_*` variable is wrong, or asks for what EMS does not do.
        case configuration
        /// A file is missing, unreadable, wrongly named, or there twice.
        case files
        /// A script cannot be split into statements, or names an unknown placeholder.
        case script
        /// The history disagrees with the files.
        case validation
        /// The history table is not in a state to work with.
        case history
        /// A statement of a migration failed; `cause` holds what the server said.
        case statement
        /// Somebody else held the lock for longer than `lockRetryCount` allows.
        case lock
        /// No connection, or the server refused one of our own statements.
        case database
    }

    /// A place in a script.
    public struct Place: Sendable, Equatable {
        /// Path as a person would type it: relative to the project where possible.
        public var file: String
        /// 1-based, nil where the whole file is meant.
        public var line: Int?
        /// 1-based, in characters; nil where the whole line is meant.
        public var column: Int?

        public init(file: String, line: Int? = nil, column: Int? = nil) {
            self.file = file
            self.line = line
            self.column = column
        }
    }

    public var code: Code
    public var message: String
    public var place: Place?
    public var cause: PostgresError?
    /// A way out that the server could not know.
    public var advice: String?

    public init(_ code: Code, _ message: String, at place: Place? = nil, cause: PostgresError? = nil, advice: String? = nil) {
        self.code = code
        self.message = message
        self.place = place
        self.cause = cause
        self.advice = advice
    }
}

extension MigrationError.Place: CustomStringConvertible {
    /// `file:line:column`, as editors and terminals understand it.
    public var description: String {
        [file, line.map { String($0) }, column.map { String($0) }].compactMap(\.self).joined(separator: ":")
    }
}

extension MigrationError: CustomStringConvertible {
    public var description: String {
        guard let cause else {
            let head = place.map { "\($0): \(message)" } ?? message
            return advice.map { "\(head)\n\($0)" } ?? head
        }
        var lines = [message, place.map { "\($0): \(cause)" } ?? "\(cause)"]
        let fields = [("Detail", cause.detail), ("Hint", cause.hint), ("Where", cause.context)]
        for (name, text) in fields {
            if let text { lines.append("\(name): \(text)") }
        }
        if let advice { lines.append(advice) }
        return lines.joined(separator: "\n")
    }
}
