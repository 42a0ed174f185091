@testable import API
import TestSupport
import Testing

/// The parsers alone, and the property that no text makes them stop or trap.
struct ParserTests {
    @Test(arguments: 0..<200 as Range<UInt64>) func `no text traps a parser`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "a", "id", "name", "(", ")", ",", ".", ":", "::", "->", "->>", "!", "inner", "...", "*", "\"", "\\", "eq", "not", "and", "or", "in",
            "is", "null", "1", "-1", " ", "{", "}", "count()", "sum()", "order", "asc", "nullsfirst", "č", "🐘", "\u{0}", "%", "+", "&", "=", "-",
        ]
        for _ in 0..<50 {
            let text = (0..<Int.random(in: 0..<30, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }.joined()
            _ = try? TextScanner.select(text)
            _ = try? TextScanner.order(text)
            _ = try? TextScanner.columns(text)
            _ = try? TextScanner.filterKey(text)
            _ = try? TextScanner.filter(text, on: Field(name: "f"))
            _ = try? TextScanner.logic(text, negated: false, .and)
            _ = try? TextScanner.logicKey(text)
            _ = try? QueryParameters(QueryString(text), readsArguments: seed.isMultiple(of: 2))
            _ = JSONReader.value(text)
            _ = try? CSVReader.json(text)
            _ = MediaType.accepted(text)
            _ = ViewTargets.read(text)
            _ = RowRange(header: text)
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>) func `JSON that was written is read as it was`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func value(_ depth: Int) -> JSONValue {
            switch Int.random(in: 0..<(depth > 3 ? 4 : 6), using: &generator) {
            case 0: return .null
            case 1: return .bool(Bool.random(using: &generator))
            case 2: return .number(["0", "-1", "3.25", "1e400", "12345678901234567890", "-0.5E-3"].randomElement(using: &generator)!)
            case 3: return .string(["", "a\"b", "\\", "\n\t\u{1}", "č🐘", "\u{7F}"].randomElement(using: &generator)!)
            case 4: return .array((0..<3).map { _ in value(depth + 1) })
            default: return .object((0..<3).map { .init(key: "k\($0)\"", value: value(depth + 1)) })
            }
        }
        let original = value(0)
        #expect(JSONReader.value(original.text) == original)
    }

    @Test(arguments: ["", " ", "{", "[1,]", "{\"a\":}", "01", "1.", ".5", "+1", "nul", "\"\\x\"", "\"\\ud800\"", "\"a", "[1] 2", "'a'", "\"\t\""])
    func `what is no JSON is no JSON`(_ text: String) {
        #expect(JSONReader.value(text) == nil)
        #expect(JSONReader.shape(text) == nil)
    }

    @Test func `a view's rule tells where its columns come from`() {
        let rule = "({QUERY :commandType 1 :cteList ({COMMONTABLEEXPR :ctequery {QUERY :targetList ({TARGETENTRY :expr {CONST} :resno 9 :resorigtbl 9 :resorigcol 9})}}) :targetList ({TARGETENTRY :expr {VAR :varno 1 :resno 7} :resno 1 :resname id\\ x :ressortgroupref 0 :resorigtbl 100 :resorigcol 2 :resjunk false} {TARGETENTRY :expr {CONST} :resno 2 :resname c :resorigtbl 0 :resorigcol 0 :resjunk false}) :override 0})"
        #expect(ViewTargets.read(rule) == [.init(number: 1, relation: 100, column: 2)])
    }

    @Test func `ranges meet as PostgREST's do`() {
        #expect(RowRange(header: "0-9")?.limit == 10)
        #expect(RowRange(header: "5-")?.limit == nil)
        #expect(RowRange(header: "-5") == nil)
        #expect(RowRange(header: "a-b") == nil)
        #expect(RowRange(limit: 0, offset: nil) == .none)
        #expect(RowRange(limit: 5, offset: 10).intersection(RowRange(lower: 12, upper: nil)) == RowRange(lower: 12, upper: 14))
        #expect(RowRange.all.capped(at: 3) == RowRange(lower: 0, upper: 2))
        #expect(RowRange.none.capped(at: 3) == .none)
    }
}
