/// How PostgreSQL makes the body.
enum BodyForm: Sendable, Equatable {
    /// A JSON array, or the bare value of a function that returns one.
    case json(stripped: Bool)
    /// The first row alone.
    case object(stripped: Bool)
    case csv
    /// No body is wanted.
    case none
}
