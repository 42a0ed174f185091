internal import CPostgres

/// The answer to one statement. Owns the `PGresult`, which libpq never changes once it is handed out
/// ("may be passed around freely between threads", libpq manual 34.21): hence sendable.
public final class PostgresResult: @unchecked Sendable {
    // Unchecked because the pointer is read-only from init to deinit.
    private let pointer: OpaquePointer
    private let indexes: [String: Int]

    public let rowCount: Int
    public let columnNames: [String]

    init(adopting pointer: OpaquePointer) {
        self.pointer = pointer
        rowCount = Int(PQntuples(pointer))
        columnNames = (0..<PQnfields(pointer)).map { String(cString: PQfname(pointer, $0)) }
        indexes = Dictionary(columnNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    deinit { PQclear(pointer) }

    /// Rows inserted, updated, deleted or selected.
    public var affectedRows: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

    public func columnIndex(_ name: String) -> Int? { indexes[name] }

    /// The cell's bytes, valid inside the closure only; nil for NULL.
    public func withBytes<Value>(row: Int, column: Int, _ body: (UnsafeBufferPointer<UInt8>?) throws -> Value) rethrows -> Value {
        precondition(row < rowCount && column < columnNames.count, "cell outside the result")
        if PQgetisnull(pointer, Int32(row), Int32(column)) == 1 { return try body(nil) }
        let length = Int(PQgetlength(pointer, Int32(row), Int32(column)))
        return try PQgetvalue(pointer, Int32(row), Int32(column)).withMemoryRebound(to: UInt8.self, capacity: length) {
            try body(UnsafeBufferPointer(start: $0, count: length))
        }
    }

    public func text(row: Int, column: Int) -> String? {
        withBytes(row: row, column: column) { $0.map { String(decoding: $0, as: UTF8.self) } }
    }
}

/// One row of a result.
public struct PostgresRow: Sendable {
    let result: PostgresResult
    let index: Int

    /// The column's value.
    /// - Throws: `.decoding` naming the column when it is absent, NULL, or not of the type's text form.
    public func decode<Value: PostgresDecodable>(_ column: String, as type: Value.Type = Value.self) throws(PostgresError) -> Value {
        guard let value = try decodeIfPresent(column, as: type) else {
            throw PostgresError(.decoding, "column \(column) is NULL")
        }
        return value
    }

    /// The column's value, nil for NULL.
    /// - Throws: `.decoding` naming the column when it is absent or not of the type's text form.
    public func decodeIfPresent<Value: PostgresDecodable>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value? {
        guard let position = result.columnIndex(column) else {
            throw PostgresError(.decoding, "the result has no column \(column)")
        }
        guard let text = result.text(row: index, column: position) else { return nil }
        guard let value = Value(postgresText: text) else {
            throw PostgresError(.decoding, "column \(column) is not a \(type)")
        }
        return value
    }
}

extension PostgresResult: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { rowCount }
    public subscript(position: Int) -> PostgresRow { PostgresRow(result: self, index: position) }
}
