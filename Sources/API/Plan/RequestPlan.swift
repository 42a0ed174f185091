/// Everything the database will be asked for one request, still without SQL.
struct RequestPlan: Sendable {
    enum Statement: Sendable {
        case read(ReadNode)
        case write(WritePlan, ReadNode)
        case call(CallPlan, ReadNode)
        /// What the role may see of the schema.
        case describe
    }

    /// What must be true of the number of rows, or everything is undone.
    enum Expectation: Sendable, Equatable {
        case exactlyOne
        case oneForKey
        case atMost(Int)
    }

    var statement: Statement
    var mediaType: MediaType
    var form: BodyForm
    var isReadOnly: Bool
    /// Isolation level, nil for the default.
    var isolation: String?
    /// Settings of the called function.
    var settings: [Routine.Setting] = []
    var expectation: Expectation?

    /// The expectation is checked inside the transaction, because something would have to be undone.
    var isGuarded: Bool { expectation != nil && !isReadOnly }
}
