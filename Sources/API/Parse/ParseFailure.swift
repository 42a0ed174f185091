/// Where a text left the grammar, what stood there and what could have.
struct ParseFailure: Error, Equatable {
    /// 1-based, counting line feeds.
    var line: Int
    /// 1-based, in Unicode scalars.
    var column: Int
    /// A quoted character, or `end of input`.
    var unexpected: String
    var expected: String
}
