/// A column, or a place inside a JSON column.
struct Field: Sendable, Equatable {
    var name: String
    var path: [JSONStep] = []
}

/// One `->` or `->>` with what stands behind it.
struct JSONStep: Sendable, Equatable {
    enum Operand: Sendable, Equatable {
        /// Digits, with a minus sign where counted from the end.
        case index(String)
        case key(String)
    }

    /// `->>`: the result is text, not JSON.
    var asText: Bool
    var operand: Operand
}
