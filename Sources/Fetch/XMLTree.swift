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

    private static let depthLimit = 64

    /// Reads a document in UTF-8. One with a document type, where entities are declared, is refused,
    /// as is one nested deeper than 64 elements.
    public init(_ bytes: [UInt8]) throws(Malformed) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw Malformed(reason: "is not UTF-8") }
        // Before the reader sees it: the reader runs ahead of what it tells, into the entities.
        if bytes.firstRange(of: Array("<!DOCTYPE".utf8)) != nil { throw Malformed(reason: "has a document type") }
        self = try bytes.withUnsafeBytes { buffer -> Result<XMLTree, Malformed> in
            do throws(Malformed) { return .success(try Self.build(buffer)) } catch { return .failure(error) }
        }.get()
    }

    private init(name: String, attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
        text = ""
        children = []
    }

    /// Keeps the open elements on a stack of its own, so that depth costs no recursion.
    private static func build(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> XMLTree {
        guard var reader = XMLReader(bytes) else { throw Malformed(reason: "is empty") }
        var open: [XMLTree] = []
        var root: XMLTree?
        func close() {
            guard var element = open.popLast() else { return }
            element.text = element.text.trimmed
            if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
        }
        while let node = try reader.next() {
            switch node {
            case .start(let name, let attributes, let isEmpty):
                guard open.count < depthLimit else { throw Malformed(reason: "nested deeper than \(depthLimit) elements") }
                open.append(XMLTree(name: name, attributes: attributes))
                if isEmpty { close() }
            case .end: close()
            case .text(let text): if !open.isEmpty { open[open.count - 1].text += text }
            }
        }
        guard let root else { throw Malformed(reason: "has no element") }
        return root
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

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
