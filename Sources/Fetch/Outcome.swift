/// What came of reading an answer.
public enum Outcome<Document: Sendable & Equatable>: Sendable, Equatable {
    /// A document, perhaps an incomplete or odd one: it lists its own problems.
    case document(Document)
    /// The source works and does not have the data yet.
    case notPublished
    /// Nothing to use in it.
    case unreadable(Unreadable)

    public var document: Document? {
        if case .document(let document) = self { document } else { nil }
    }
}
