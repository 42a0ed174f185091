import Testing

@testable import Migration

/// What a real Flyway made of such files.
struct ConfigurationTextTests {
    static let environment = ["PW": "a\\b#c", "PLAIN": "x!y=z$", "EMPTY": ""]

    @Test(arguments: [
        ("flyway.url=jdbc:postgresql://h/d#frag", "flyway.url", "jdbc:postgresql://h/d#frag"),
        ("flyway.user:x", "flyway.user", "x"),
        ("flyway.user x", "flyway.user", "x"),
        ("a=lit\\back", "a", "lit\\back"),
        ("a=\\u00e5", "a", "\\u00e5"),
        ("a=  spaced out  ", "a", "spaced out"),
        ("  a = 'quoted' ", "a", "'quoted'"),
        ("a=1\na=2", "a", "2"),
        ("a=${PLAIN}", "a", "x!y=z$"),
        ("a=${NOPE}", "a", ""),
        ("a=${NOPE:-d}", "a", "${NOPE:-d}"),
        ("flyway.password=${PW}", "flyway.password", "ab#c"),
        ("a=one,\\\n  two", "a", "one,two"),
        ("a=C:\\dir\\\nflyway.b=1", "a", "C:\\dir\\"),
        ("a=C:\\dir\\\n\nb=1", "a", "C:\\dir\\"),
        ("a=1\r\nb=2\r\n", "b", "2"),
        ("a", "a", ""),
        ("flyway.placeholders.städte=Brno", "flyway.placeholders.städte", "Brno"),
    ])
    func `a line means what it means to Flyway`(text: String, key: String, value: String) throws {
        #expect(try ConfigurationText.parse(text, environment: Self.environment)[key] == value)
    }

    @Test(arguments: ["# a=1", "! a=1", "   # a=1", "", "\n\n"])
    func `comments and blank lines mean nothing`(text: String) throws {
        #expect(try ConfigurationText.parse(text, environment: [:]).isEmpty)
    }

    @Test func `an escape out of the environment that is none is an error`() {
        let error = #expect(throws: MigrationError.self) { try ConfigurationText.parse("a=${P}", environment: ["P": "C:\\users"]) }
        #expect(error?.code == .configuration)
    }
}
