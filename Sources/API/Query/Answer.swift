internal import NIOCore
internal import Postgres

/// What the database answered, read out of the main statement's one row.
struct Answer: Sendable {
    /// Rows before limits; nil where they were not counted.
    var total: Int?
    /// Rows shown or changed.
    var page = 0
    /// `key=eq.value` of the one inserted row.
    var location: [String] = []
    var body = ByteBuffer()
    /// As the database set them (`response.headers`, `response.status`).
    var headers: String?
    var status: String?
    /// New rows of an upsert.
    var inserted: Int?

    init(_ result: PostgresResult) throws(PostgresError) {
        guard let row = result.first else { return }
        total = try row.decodeIfPresent("total")
        page = try row.decode("page")
        location = try row.decodeIfPresent("location") ?? []
        headers = try row.decodeIfPresent("headers")
        status = try row.decodeIfPresent("status")
        inserted = try row.decodeIfPresent("inserted")
        if let column = result.columnIndex("body") {
            body = result.withBytes(row: 0, column: column) { $0.map { ByteBuffer(bytes: $0) } ?? ByteBuffer() }
        }
    }
}
