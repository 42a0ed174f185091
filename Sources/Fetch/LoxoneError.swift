/// Why a Loxone Miniserver did not do or tell what was asked.
public struct LoxoneError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: Sendable, Equatable {
        /// 401 or 403: wrong user or password, no right to the input, or this address is locked out. The client stops for good.
        case denied
        /// 404: no such input or block; names are case-sensitive.
        case unknownInput
        /// 408, 429, 503, 901: restarting, or too many requests or connections. Back off.
        case busy
        /// Any other code, such as 500 for a value the input cannot take.
        case refused
        /// Not a Miniserver's reply.
        case unreadable
        /// No reply; `fetch` says why.
        case noReply
    }

    public var code: Code
    public var message: String
    /// What the Miniserver said: the reply's own code, else the HTTP status.
    public var status: Int?
    /// How much longer the Miniserver locks this address out.
    public var lockedFor: Duration?
    /// Set where `code` is `.noReply`.
    public var fetch: FetchError?

    public init(_ code: Code, _ message: String, status: Int? = nil, lockedFor: Duration? = nil, fetch: FetchError? = nil) {
        self.code = code
        self.message = message
        self.status = status
        self.lockedFor = lockedFor
        self.fetch = fetch
    }

    public var description: String { message }
}
