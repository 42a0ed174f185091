/// CSV (RFC 4180) whose first line names the columns, as a JSON array of objects.
enum CSVReader {
    /// The field `NULL` is null, everything else a string.
    /// - Throws: PGRST102 for an empty body, an unfinished quote or lines of different lengths.
    static func json(_ text: String) throws(APIError) -> String {
        var records = try records(text)
        guard !records.isEmpty else { throw .body("Empty or invalid csv") }
        let header = records.removeFirst()
        guard records.allSatisfy({ $0.count == header.count }) else { throw .body("All lines must have same number of fields") }
        return JSONValue.array(
            records.map { record in
                .object(zip(header, record).map { .init(key: $0, value: $1 == "NULL" ? .null : .string($1)) })
            }
        ).text
    }

    /// Empty lines are no records.
    private static func records(_ text: String) throws(APIError) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field = String.UnicodeScalarView()
        var isQuoted = false
        var scalars = text.unicodeScalars.makeIterator()
        var pending: Unicode.Scalar?

        func endField() {
            record.append(String(field))
            field = String.UnicodeScalarView()
        }
        func endRecord() {
            if record.isEmpty, field.isEmpty { return }
            endField()
            records.append(record)
            record = []
        }
        while let scalar = pending ?? scalars.next() {
            pending = nil
            if isQuoted {
                guard scalar == "\"" else {
                    field.append(scalar)
                    continue
                }
                let next = scalars.next()
                if next == "\"" { field.append("\"") } else {
                    isQuoted = false
                    pending = next
                }
                continue
            }
            switch scalar {
            case "\"" where field.isEmpty: isQuoted = true
            case ",": endField()
            case "\n": endRecord()
            case "\r": continue
            default: field.append(scalar)
            }
        }
        guard !isQuoted else { throw .body("Empty or invalid csv") }
        endRecord()
        return records
    }
}
