/// The body of a write or of a call, checked as far as the request needs it.
enum Payload: Sendable, Equatable {
    /// JSON as it came, and the keys of its objects.
    case json(String, keys: Set<String>)
    /// JSON as it came, its keys unchecked, because `columns` names them.
    case unchecked(String)
    /// A form for a function.
    case form([QueryParameters.Argument])
    /// Everything, for a function with one unnamed argument.
    case text(String)
    /// The same for `bytea`.
    case bytes([UInt8])
}
