public import Site

/// Why an answer holds nothing to use.
public struct Unreadable: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: String, Sendable {
        /// Not of the expected form: HTML instead of XML, cut, nested without end.
        case malformed
        /// The source says no and will say so again: wrong parameter, key or place.
        case refused
        /// The source cannot now: an outage, a fault, maintenance.
        case busy
        /// The number of allowed calls is used up.
        case quota
    }

    public var kind: Kind
    public var reason: String
    /// When the source, or its published rule, allows the next call; nil where nobody said.
    public var retryAt: Instant?

    public init(_ kind: Kind, _ reason: String, retryAt: Instant? = nil) {
        self.kind = kind
        self.reason = reason
        self.retryAt = retryAt
    }

    public var description: String { reason }
}
