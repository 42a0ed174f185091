extension String {
    /// This name as a quoted SQL identifier.
    public var sqlIdentifier: String {
        "\"" + replacing("\"", with: "\"\"") + "\""
    }

    /// This text as a quoted SQL literal, for the few places where a parameter cannot stand (DDL, SET).
    public var sqlLiteral: String {
        let quoted = "'" + replacing("'", with: "''") + "'"
        return contains("\\") ? " E" + quoted.replacing("\\", with: "\\\\") : quoted
    }
}
