/// One download: the bytes as they came, and what was read from them. The database keeps both.
public struct Fetched<Document: Sendable & Equatable>: Sendable {
    /// One answer of a download that may need several.
    public struct Part: Sendable {
        /// Without secrets.
        public let url: String
        public let response: HTTPResponse

        public init(_ request: HTTPRequest, _ response: HTTPResponse) {
            url = request.shownURL
            self.response = response
        }
    }

    /// `ote`, `energy-charts`, …
    public let source: String
    /// In the order of the requests, at least one; the last is the one the outcome was read from.
    public let parts: [Part]
    public let outcome: Outcome<Document>

    public init(source: String, parts: [Part], outcome: Outcome<Document>) {
        precondition(!parts.isEmpty, "a download has at least one answer")
        self.source = source
        self.parts = parts
        self.outcome = outcome
    }

    /// The answer the outcome was read from.
    public var last: Part { parts[parts.count - 1] }
}
