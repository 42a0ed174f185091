/// Who a request speaks for.
struct Identity: Sendable, Equatable {
    var role: String
    /// All claims with the resolved role, as JSON.
    var claims: String
    var isAnonymous: Bool
}
