/// One element of an XML document. Names are local: `ns:Item` and `Item` are the same, whatever the namespace's version.
public struct XMLTree: Sendable, Equatable {
    public struct Malformed: Error, Sendable, Equatable {
        public var reason: String

        public init(reason: String) { self.reason = reason }
    }

    public var name: String
    public var attributes: [String: String]
    /// The element's own characters, without those of its children, trimmed.
    public var text: String
    public var children: [XMLTree]

    /// Reads a document in UTF-8. One with a document type, where entities are declared, is refused,
    /// as is one nested deeper than 64 elements.
    public init(_ bytes: [UInt8]) throws(Malformed) {
        self = try XMLTreeBuilder.tree(of: bytes)
    }

    init(name: String, attributes: [String: String], text: String, children: [XMLTree]) {
        self.name = name
        self.attributes = attributes
        self.text = text
        self.children = children
    }

    /// The first child of a name.
    public subscript(name: String) -> XMLTree? { children.first { $0.name == name } }

    /// All children of a name, in document order.
    public func all(_ name: String) -> [XMLTree] { children.filter { $0.name == name } }

    /// Follows one name per level.
    public func descendant(_ path: String...) -> XMLTree? {
        path.reduce(Optional(self)) { $0?[$1] }
    }
}
