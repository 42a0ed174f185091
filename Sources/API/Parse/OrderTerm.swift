/// One term of `order`.
struct OrderTerm: Sendable, Equatable {
    /// The embedded to-one resource whose field orders, nil for the resource itself.
    var relation: String?
    var field: Field
    var isDescending: Bool?
    var nullsFirst: Bool?
}
