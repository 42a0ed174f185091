internal import Foundation
#if canImport(FoundationXML)
internal import FoundationXML
#endif

/// Builds a tree from the parser's events without recursion.
final class XMLTreeBuilder: NSObject, XMLParserDelegate {
    private static let depthLimit = 64

    private var open: [XMLTree] = []
    private var root: XMLTree?
    private var refusal: String?

    static func tree(of bytes: [UInt8]) throws(XMLTree.Malformed) -> XMLTree {
        // A document type is where entities come from, and none of our sources has one. With a NUL the text is not UTF-8,
        // and the search would miss it.
        if bytes.contains(0) { throw XMLTree.Malformed(reason: "holds a NUL, so is not UTF-8") }
        if bytes.firstRange(of: Array("<!DOCTYPE".utf8)) != nil { throw XMLTree.Malformed(reason: "has a document type") }
        let builder = XMLTreeBuilder()
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = builder
        parser.shouldResolveExternalEntities = false
        let complete = parser.parse()
        if let refusal = builder.refusal { throw XMLTree.Malformed(reason: refusal) }
        guard complete, parser.parserError == nil, let root = builder.root, builder.open.isEmpty else {
            throw XMLTree.Malformed(reason: "broken off or ill-formed in line \(parser.lineNumber)")
        }
        return root
    }

    func parser(_ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]) {
        guard open.count < Self.depthLimit else { return refuse(parser, "nested deeper than \(Self.depthLimit) elements") }
        guard root == nil else { return refuse(parser, "has more than one root element") }
        let local = attributes.map { (Self.local($0.key), $0.value) }
        open.append(XMLTree(name: Self.local(name), attributes: Dictionary(local) { first, _ in first }, text: "", children: []))
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text += characters
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        self.parser(parser, foundCharacters: String(decoding: block, as: UTF8.self))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        guard var element = open.popLast() else { return }
        element.text = element.text.trimmingCharacters(in: .whitespacesAndNewlines)
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }

    private func refuse(_ parser: XMLParser, _ reason: String) {
        if refusal == nil { refusal = reason }
        parser.abortParsing()
    }

    private static func local(_ name: String) -> String {
        name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
    }
}
