/// One statement of a script, as it is sent to the server.
struct SQLStatement: Sendable, Equatable {
    /// Without leading comments and without the semicolon.
    var sql: String
    /// Byte offset of the first character of `sql` in the script's text.
    var offset: Int
    /// The lines after a `COPY … FROM STDIN`, without the final `\.`.
    var copyData: [UInt8]?
    /// The first words outside parentheses, in upper case, at most ten: enough to know the kind of statement.
    var words: [String]

    /// False for the statements PostgreSQL refuses inside a transaction block, as far as Flyway knows them.
    ///
    /// Source: flyway-database-postgresql 13.0.0, `PostgreSQLParser`. Others (`REINDEX TABLE CONCURRENTLY`, a CALL that
    /// commits) need `executeInTransaction=false` in the script's `.conf`, here as there.
    /// - Parameter serverVersion: as `server_version_num`, 150006.
    func runsInTransaction(serverVersion: Int) -> Bool {
        let first = words.first ?? ""
        let rest = words.dropFirst()
        switch first {
        case "CREATE", "DROP":
            let target = rest.first ?? ""
            if ["DATABASE", "TABLESPACE", "SUBSCRIPTION"].contains(target) { return false }
            return !(target == "UNIQUE" ? rest.dropFirst() : rest).starts(with: ["INDEX", "CONCURRENTLY"])
        case "ALTER":
            if rest.first == "SYSTEM" { return false }
            return !(serverVersion < 120_000 && rest.first == "TYPE" && Self.contains(rest.dropFirst(), "ADD", "VALUE"))
        case "REINDEX":
            let target = rest.first == "VERBOSE" ? rest.dropFirst().first : rest.first
            return !["SCHEMA", "DATABASE", "SYSTEM"].contains(target)
        case "VACUUM": return false
        case "DISCARD": return rest.first != "ALL"
        default: return true
        }
    }

    /// Whether two words follow one another somewhere.
    static func contains(_ words: ArraySlice<String>, _ first: String, _ second: String) -> Bool {
        zip(words, words.dropFirst()).contains { $0 == first && $1 == second }
    }
}
