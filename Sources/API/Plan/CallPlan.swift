/// A call of one function.
struct CallPlan: Sendable {
    enum Arguments: Sendable {
        /// Values from the query string or a form, by parameter, and of a variadic one the array literal.
        case values([(parameter: Routine.Parameter, value: String)])
        /// Keys of a JSON object (of an array the first).
        case json(String, [Routine.Parameter])
        /// The body as the one unnamed argument.
        case whole(String, type: String)
    }

    var routine: Routine
    var arguments: Arguments
    /// Columns of its rows that the read needs, `*` for all; unused for scalars.
    var columns: [String]
}
