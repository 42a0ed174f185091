internal import Site

/// Time and audience of a token's claims.
struct ClaimCheck {
    let audience: String?
    let now: Instant

    /// Clocks may differ by this much.
    private static let skew = 30.0

    /// - Throws: PGRST303.
    func check(_ claims: JSONValue) throws(APIError) {
        let seconds = (Double(now.microseconds) / 1_000_000).rounded(.down)
        if let expiry = try number(claims, "exp"), seconds > expiry + Self.skew { throw .claims("JWT expired") }
        if let start = try number(claims, "nbf"), seconds < start - Self.skew { throw .claims("JWT not yet valid") }
        if let issued = try number(claims, "iat"), seconds < issued - Self.skew { throw .claims("JWT issued at future") }
        guard try isAddressed(claims[key: "aud"]) else { throw .claims("JWT not in audience") }
    }

    private func number(_ claims: JSONValue, _ name: String) throws(APIError) -> Double? {
        switch claims[key: name] {
        case nil: return nil
        case .number(let text)?: return Double(text).map { $0.rounded(.towardZero) } ?? 0
        default: throw .claims("The JWT '\(name)' claim must be a number")
        }
    }

    /// A token without an audience is for everybody.
    private func isAddressed(_ claim: JSONValue?) throws(APIError) -> Bool {
        let named: [String]
        switch claim {
        case nil, .null?: return true
        case .string(let name)?: named = [name]
        case .array(let elements)?:
            named = elements.compactMap(\.string)
            guard named.count == elements.count else {
                throw .claims("The JWT 'aud' claim must be a string or an array of strings")
            }
            if named.isEmpty { return true }
        default: throw .claims("The JWT 'aud' claim must be a string or an array of strings")
        }
        return audience.map { named.contains($0) } ?? true
    }
}
