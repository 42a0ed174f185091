internal import Site

/// Listeners that see the same: one read serves them all.
struct EventAudience: Hashable, Sendable {
    var site: String
    var role: String
    /// Claims without those that differ from token to token of one person.
    var claims: String
    var isAnonymous: Bool

    init(site: String, identity: Identity) {
        self.site = site
        role = identity.role
        isAnonymous = identity.isAnonymous
        if case .object(let members)? = JSONReader.value(identity.claims) {
            claims = JSONValue.object(members.filter { !["iat", "nbf", "exp"].contains($0.key) }).text
        } else {
            claims = identity.claims
        }
    }

    var identity: Identity { Identity(role: role, claims: claims, isAnonymous: isAnonymous) }

    /// When a token ends, of its `exp` in seconds.
    static func expiry(of identity: Identity) -> Instant? {
        guard case .number(let text)? = JSONReader.value(identity.claims)?[key: "exp"], let seconds = Double(text), abs(seconds) < 1e12 else { return nil }
        return Instant(microseconds: Int64(seconds * 1_000_000))
    }
}
