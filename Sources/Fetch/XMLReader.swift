internal import CXML

/// Walks a document node by node with libxml2's text reader; frees it when the value dies.
///
/// Foundation's XMLParser is not used: on Linux it traps, and reads through a null pointer, on damaged documents.
struct XMLReader: ~Copyable {
    enum Node {
        case start(name: String, attributes: [String: String], isEmpty: Bool)
        case end
        case text(String)
    }

    private let reader: xmlTextReaderPtr

    // Once, before any thread parses.
    private static let isReady: Void = xmlInitParser()

    /// - Parameter bytes: UTF-8; must live as long as the reader.
    init?(_ bytes: UnsafeRawBufferPointer) {
        _ = Self.isReady
        // Nothing from the network, nothing printed to standard error.
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        guard let size = Int32(exactly: bytes.count), let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
            let reader = xmlReaderForMemory(base, size, nil, "UTF-8", Int32(options))
        else { return nil }
        self.reader = reader
    }

    deinit { xmlFreeTextReader(reader) }

    var line: Int { Int(xmlTextReaderGetParserLineNumber(reader)) }

    /// The next node that matters; nil at the end of the document.
    /// - Throws: where the document is not well-formed.
    mutating func next() throws(XMLTree.Malformed) -> Node? {
        while true {
            switch xmlTextReaderRead(reader) {
            case 0: return nil
            case 1: break
            default: throw XMLTree.Malformed(reason: "broken off or ill-formed in line \(line)")
            }
            switch UInt32(bitPattern: xmlTextReaderNodeType(reader)) {
            case XML_READER_TYPE_ELEMENT.rawValue:
                let (name, isEmpty) = (name, xmlTextReaderIsEmptyElement(reader) == 1)
                return .start(name: name, attributes: attributes(), isEmpty: isEmpty)
            case XML_READER_TYPE_END_ELEMENT.rawValue: return .end
            case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_CDATA.rawValue: return .text(value)
            default: continue
            }
        }
    }

    private mutating func attributes() -> [String: String] {
        var attributes: [String: String] = [:]
        while xmlTextReaderMoveToNextAttribute(reader) == 1 {
            if xmlTextReaderIsNamespaceDecl(reader) != 1, attributes[name] == nil { attributes[name] = value }
        }
        xmlTextReaderMoveToElement(reader)
        return attributes
    }

    /// Without its prefix, bound or not.
    private var name: String {
        let name = xmlTextReaderConstLocalName(reader).map { String(cString: $0) } ?? ""
        return name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
    }

    private var value: String { xmlTextReaderConstValue(reader).map { String(cString: $0) } ?? "" }
}
