import TestSupport
import Testing

@testable import Migration

struct StatementSplitterTests {
    static func statements(_ text: String) throws -> [SQLStatement] {
        try StatementSplitter.statements(of: SourceText(path: "x.sql", text: Array(text.utf8)))
    }

    @Test(arguments: [
        ("", []),
        (" ;; ; -- nothing;\n/* ; /* ; */ ; */", []),
        ("select 1; select 2", ["select 1", "select 2"]),
        ("-- first;\nselect 1; /* then; */ select 2;", ["select 1", "select 2"]),
        ("select ';', 'it''s;';", ["select ';', 'it''s;'"]),
        ("select '\\'; select 2;", ["select '\\'", "select 2"]),
        ("select E'\\';', e'a\\\\'; select 2;", ["select E'\\';', e'a\\\\'", "select 2"]),
        ("select U&'\\0041;', B'1', X'F;', N';';", ["select U&'\\0041;', B'1', X'F;', N';'"]),
        ("select \"a;\"\"b;\", \"x\".\"y;\";select 2", ["select \"a;\"\"b;\", \"x\".\"y;\"", "select 2"]),
        ("do $$ begin; end $$; do $a$ $$;$b$; $a$;", ["do $$ begin; end $$", "do $a$ $$;$b$; $a$"]),
        ("select $1; select a$b$; select 2$$;$$", ["select $1", "select a$b$", "select 2$$;$$"]),
        ("create rule r as on insert to t do (select 1; select 2); x", ["create rule r as on insert to t do (select 1; select 2)", "x"]),
        ("begin; select 1; commit;", ["begin", "select 1", "commit"]),
        ("select 1) ; select 2", ["select 1) ", "select 2"]),
        ("select 1\u{A0};\u{A0}select 2\u{A0}", ["select 1\u{A0}", "select 2\u{A0}"]),
        ("select 'ž;'; -- č;\r\nselect 2;", ["select 'ž;'", "select 2"]),
    ])
    func `a script is cut where statements end`(text: String, expected: [String]) throws {
        #expect(try Self.statements(text).map(\.sql) == expected)
    }

    @Test(arguments: [
        "create function f() returns int language sql begin atomic select 1; select 2; end",
        "create function f() returns int BEGIN /* x */ ATOMIC select case when a then 1 else case b when 1 then 2 end end; select 2; END",
        "create procedure p() begin atomic select (case when true then 1 end); insert into t values (1); end",
        "create function f() returns int begin atomic select t.case, 1 as end, 2 as case from t; end",
        "create function f() returns table (\"end\" int) begin atomic select \"end\" from x; select 'end;'; end",
    ])
    func `the body of a BEGIN ATOMIC function stays together`(function: String) throws {
        #expect(try Self.statements("\(function); select 3;").map(\.sql) == [function, "select 3"])
    }

    @Test(arguments: [
        "select 'a; b", "select \"a; b", "do $x$ ; $y$; ", "select (1; select 2;", "create f() begin atomic select 1; select 2",
    ])
    func `what never ends reaches to the end`(text: String) throws {
        #expect(try Self.statements("select 0; \(text)").map(\.sql) == ["select 0", text])
    }

    @Test func `a comment that never ends is sent to the server`() throws {
        #expect(try Self.statements("select 1; /* /* */ select 2;").map(\.sql) == ["select 1", "/* /* */ select 2;"])
    }

    @Test(arguments: ["\n", "\r\n"])
    func `COPY takes the lines up to the one that ends it`(end: String) throws {
        let text = ["COPY a (id, note) FROM STDIN; -- rest of the line", "1\t'x;", "\\N\t(", " \\. ", "SELECT 1;", ""].joined(
            separator: end)
        let statements = try Self.statements(text)
        #expect(statements.map(\.sql) == ["COPY a (id, note) FROM STDIN", "SELECT 1"])
        #expect(statements.map { $0.copyData.map { String(decoding: $0, as: UTF8.self) } } == ["1\t'x;\(end)\\N\t(\(end)", nil])
    }

    @Test(arguments: ["copy t from stdin with (format csv);\n\\.", "copy \"a\".b (x) from stdin;\n\\.\n", "COPY t1 FROM STDIN;\n\\."])
    func `COPY may be empty`(text: String) throws {
        #expect(try Self.statements(text).map(\.copyData) == [[]])
    }

    @Test func `COPY data without an end is an error with its place`() throws {
        let error = #expect(throws: MigrationError.self) { try Self.statements("select 1;\n  copy t from stdin;\n1\n2\n") }
        #expect(error?.place == .init(file: "x.sql", line: 2, column: 20))
    }

    @Test func `other COPYs are ordinary`() throws {
        #expect(try Self.statements("copy t to stdout; copy t from '/x';").map(\.copyData) == [nil, nil])
    }

    /// Pieces that must not be cut inside, joined at random, come apart again at the joints.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `property: joined statements come apart again`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "select 1", "'a;''b'", "E'\\';'", "\"q;\"\"\"", "$$;$$", "$t$ $$ ; '$t$", "(a; (b;))", "/* ; /* ' */ ; */", "-- ' ; $$ (\n",
            "a.b",
            "x$y$z", "1.5e3", "begin atomic select case when a then b end; end", "->>", "č", "\r\n", "\t",
        ]
        let expected = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
            "s "
                + (0..<Int.random(in: 1...9, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }.joined(
                    separator: " ")
                + " e"
        }
        let separators = [";", " ; ", ";\n-- ;\n", ";;", "; /* ; */ "]
        let text = expected.map { $0 + separators.randomElement(using: &generator)! }.joined()
        let statements = try Self.statements(text)
        #expect(statements.map { $0.sql.trimmingSpaces() } == expected, "seed \(seed)")
        for statement in statements {
            #expect(Array(text.utf8)[statement.offset...].starts(with: statement.sql.utf8))
        }
    }
}

extension String {
    fileprivate func trimmingSpaces() -> String { String(reversed().drop { $0 == " " }.reversed()) }
}
