import Fetch
import FetchTestSupport
import TestSupport
import Testing

struct XMLTreeTests {
    private func tree(_ text: String) throws -> XMLTree { try XMLTree(Array(text.utf8)) }

    @Test func `names are local, texts trimmed, order kept`() throws {
        let root = try tree(
            #"<?xml version="1.0"?><s:a xmlns:s="urn:x" s:k="v"><b> 1 </b><!-- c --><s:b><![CDATA[2]]></s:b><c>&lt;&#x159;</c></s:a>"#)
        #expect(root.name == "a")
        #expect(root.attributes["k"] == "v")
        #expect(root.all("b").map(\.text) == ["1", "2"])
        #expect(root["c"]?.text == "<ř")
        #expect(root.descendant("b", "none") == nil)
    }

    @Test(arguments: ["", " ", "<a>", "<a><b></a>", "<a/><b/>", "text", "<a>&nope;</a>", "<a", "<?xml version=\"1.0\"?>", "<a>\u{1}</a>"])
    func `what is not well-formed is refused`(text: String) {
        #expect(throws: XMLTree.Malformed.self) { try tree(text) }
    }

    @Test func `depth is limited`() throws {
        func nested(_ depth: Int) -> String { String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth) }
        #expect(try tree(nested(64)).children.count == 1)
        #expect(throws: XMLTree.Malformed(reason: "nested deeper than 64 elements")) { try tree(nested(65)) }
        #expect(throws: XMLTree.Malformed.self) { try tree(nested(1_000_000)) }
    }

    @Test func `a document that declares entities is refused, multiplying ones and files alike`() {
        let refusal = XMLTree.Malformed(reason: "has a document type")
        let laughs = (1..<9).map { #"<!ENTITY l\#($0) "\#(String(repeating: "&l\($0 - 1);", count: 10))">"# }.joined()
        #expect(throws: refusal) { try tree(#"<!DOCTYPE a [<!ENTITY l0 "ha">\#(laughs)]><a>&l8;</a>"#) }
        #expect(throws: refusal) { try tree(#"<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>"#) }
    }

    /// Foundation's parser traps and reads through null pointers on documents like these.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `damaged documents are read or refused, never more`(seed: UInt64) {
        let pristine = Array(
            """
            <?xml version="1.0" encoding="utf-8"?><s:a xmlns:s="urn:x" xmlns="urn:y" s:k="v" b='č'><b> 1 </b><!-- c --><s:b xmlns:s="u2"><![CDATA[2]]></s:b>\
            <?pi x?><c d="1" s:d="2" xml:lang="cs">&lt;&#x159;&amp;</c><d/></s:a>
            """.utf8)
        let pieces = [
            "<", ">", "&", ";", "\"", "'", "xmlns:", "xmlns=\"\"", ":", "/", "=", "<!", "<?", "]]>", "ž", "\u{FFFF}", "\u{85}", "&#0;", "&#xD800;",
            " a=\"&lt;\"",
            "xmlns:q=\"\"", "<q:r/>", " q:z=\"1\"", "<:a/>", "<a:/>", "<!DOCTYPE a>",
        ].map { Array($0.utf8) }
        var generator = SeededGenerator(seed: seed)
        var count = 0
        for _ in 0..<500 {
            var bytes = pristine
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                bytes.insert(contentsOf: pieces.randomElement(using: &generator)!, at: Int.random(in: 0...bytes.count, using: &generator))
            }
            if Bool.random(using: &generator) { bytes = generator.damage(bytes) }
            guard let tree = try? XMLTree(bytes) else { continue }
            count += 1
            #expect(!tree.name.isEmpty, "seed \(seed)")
        }
        #expect(count > 50, "seed \(seed): the damage leaves nothing to read")
    }
}
