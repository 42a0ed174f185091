import Testing

@testable import Migration

struct PlaceholdersTests {
    static let placeholders = Placeholders(["grid": "CZ", "Empty": "", "twice": "${grid}", "flyway:table": "h"])

    static func replaced(_ text: String, _ placeholders: Placeholders = placeholders) throws -> SourceText {
        try placeholders.replaced(in: Array(text.utf8), fileName: "V1__x.sql", path: "db/V1__x.sql")
    }

    @Test(arguments: [
        ("select '${grid}', $$ ${GRID} $$ -- ${grid}", "select 'CZ', $$ CZ $$ -- CZ"),
        ("a${empty}b", "ab"),
        ("${twice}", "${grid}"),
        ("${flyway:table} ${flyway:filename}", "h V1__x.sql"),
        ("no $placeholder $1 {} $ {", "no $placeholder $1 {} $ {"),
        ("", ""),
        ("$${grid}$", "$CZ$"),
    ])
    func `names are replaced everywhere, once`(text: String, expected: String) throws {
        #expect(try String(decoding: Self.replaced(text).text, as: UTF8.self) == expected)
    }

    @Test(arguments: [
        ("-- x\n  ${nope}", "No value provided for placeholder: ${nope}.  Check your configuration!", 2, 3),
        ("${flyway:nope}", "Failed to populate value for default placeholder: ${flyway:nope}", 1, 1),
        ("é${a\n", "a placeholder begins here and never ends", 1, 2),
    ])
    func `a name without a value is an error with its place`(text: String, message: String, line: Int, column: Int) {
        let error = #expect(throws: MigrationError.self) { try Self.replaced(text) }
        #expect(error?.message == message)
        #expect(error?.place == .init(file: "db/V1__x.sql", line: line, column: column))
    }

    @Test func `prefix, suffix and separator are settings`() throws {
        let placeholders = Placeholders(["a": "1", "flyway.table": "h"], prefix: "#[", suffix: "]#", separator: ".")
        #expect(
            try String(decoding: Self.replaced("#[a]# ${a} #[flyway.table]# #[flyway.filename]#", placeholders).text, as: UTF8.self)
                == "1 ${a} h V1__x.sql")
    }

    @Test func `places in the replaced text lead back to the file`() throws {
        let text = "a ${grid} b\r\nč ${twice}x\ry"
        let source = try Self.replaced(text)
        let replaced = Array("a CZ b\r\nč ${grid}x\ry".utf8)
        #expect(source.text == replaced)
        func place(_ character: Unicode.Scalar) throws -> [Int?] {
            let offset = try #require(replaced.lastIndex(of: UInt8(ascii: character)))
            let place = source.place(of: offset)
            return [place.line, place.column]
        }
        #expect(try place("a") == [1, 1])
        #expect(try place("Z") == [1, 3])
        #expect(try place("b") == [1, 11])
        #expect(try place("}") == [2, 3])
        #expect(try place("x") == [2, 11])
        #expect(try place("y") == [3, 1])
    }
}
