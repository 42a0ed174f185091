internal import NIOCore

/// What one read of `api.event_since` found, and its form on the wire.
struct EventBatch: Sendable, Equatable {
    struct Item: Sendable, Equatable {
        var kind: String
        /// Names the thing within its kind; a later item of the same name replaces it.
        var name: String
        var content: String
    }

    /// Number of the transaction below which everything has been read: the id that a client hands back after a break.
    var cursor: Int
    /// All that holds now, instead of what changed.
    var isSnapshot: Bool
    var items: [Item]

    /// - Parameter rows: the answer of `api.event_since`.
    /// - Throws: PGRST001 where it is none.
    init(rows: JSONValue?) throws(APIError) {
        guard case .array(let rows)? = rows, let first = rows.first, case .number(let digits)? = first[key: "cursor_id"], let cursor = Int(digits) else {
            throw .connectionLost
        }
        self.cursor = cursor
        isSnapshot = first[key: "is_snapshot"] == .bool(true)
        items = rows.compactMap { row in
            guard let kind = row[key: "kind"]?.string, let name = row[key: "item"]?.string, let content = row[key: "content"] else { return nil }
            return Item(kind: kind, name: name, content: content.text)
        }
    }

    init(cursor: Int, isSnapshot: Bool, items: [Item]) {
        (self.cursor, self.isSnapshot, self.items) = (cursor, isSnapshot, items)
    }

    /// Server-Sent Events: telemetry as one event, of the rest one each. Only the last carries the id, so that a break in the middle loses nothing.
    var frames: ByteBuffer {
        var events: [(name: String, data: String)] = isSnapshot ? [("snapshot", #"{"cursor": \#(cursor)}"#)] : []
        let telemetry = items.filter { $0.kind == "telemetry" }
        if !telemetry.isEmpty { events.append(("telemetry", "[" + telemetry.map(\.content).joined(separator: ", ") + "]")) }
        events += items.filter { $0.kind != "telemetry" }.map { ($0.kind, $0.content) }
        var buffer = ByteBuffer()
        for (index, event) in events.enumerated() {
            buffer.writeString("event: \(event.name)\ndata: \(event.data)\n")
            if index == events.count - 1 { buffer.writeString("id: \(cursor)\n") }
            buffer.writeString("\n")
        }
        return buffer
    }
}
