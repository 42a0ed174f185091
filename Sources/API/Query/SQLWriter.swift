internal import Postgres

/// Builds one statement: fixed words and quoted identifiers go into the text, every value becomes a parameter.
///
/// Parameters have no declared type, so PostgreSQL infers it from where they stand.
struct SQLWriter {
    private(set) var text = ""
    private(set) var parameters: [PostgresValue] = []
    /// A value holds a zero byte, which no text in PostgreSQL can.
    private(set) var hasZeroByte = false

    /// Words of our own, never of a request.
    mutating func raw(_ words: String) { text += words }

    mutating func identifier(_ name: String) { text += Self.quoted(name) }

    /// An identifier in double quotes, cut at a zero byte as PostgreSQL would.
    static func quoted(_ name: String) -> String {
        // Nearly every name is plain, and every statement holds dozens.
        if !name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "\"") }) { return "\"\(name)\"" }
        return "\"" + name.prefix { $0 != "\0" }.replacing("\"", with: "\"\"") + "\""
    }

    mutating func name(_ name: QualifiedName) {
        if !name.schema.isEmpty {
            identifier(name.schema)
            raw(".")
        }
        identifier(name.name)
    }

    /// `table."column"`, or `table.*`.
    mutating func column(_ column: String, of table: QualifiedName) {
        name(table)
        raw(".")
        if column == "*" { raw("*") } else { identifier(column) }
    }

    mutating func value(_ value: String?) {
        if let value, value.utf8.contains(0) { hasZeroByte = true }
        parameters.append(PostgresValue(value))
        text += "$\(parameters.count)"
    }

    mutating func list<Element>(
        _ elements: some Sequence<Element>, separator: String = ", ", _ write: (inout SQLWriter, Element) -> Void
    ) {
        var isFirst = true
        for element in elements {
            if !isFirst { raw(separator) }
            isFirst = false
            write(&self, element)
        }
    }
}
