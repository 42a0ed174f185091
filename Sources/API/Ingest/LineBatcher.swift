/// Cuts a stream of bytes into batches of whole lines. Holds one batch and one unfinished line, however long the stream is.
struct LineBatcher {
    /// A batch is handed on when it is at least this long.
    static let batch = 256 << 10
    /// Longest line.
    static let longest = 64 << 10

    private var pending: [UInt8] = []
    /// Where the unfinished line begins.
    private var tail = 0

    /// - Returns: a batch, once there is enough for one.
    /// - Throws: SA413 for a line without end.
    mutating func add(_ bytes: some Collection<UInt8>) throws(APIError) -> String? {
        pending.append(contentsOf: bytes)
        if let newline = pending[tail...].lastIndex(of: UInt8(ascii: "\n")) { tail = newline + 1 }
        guard pending.count - tail <= Self.longest else { throw .bodyTooLarge(limit: Self.longest) }
        guard tail >= Self.batch else { return nil }
        defer {
            pending.removeFirst(tail)
            tail = 0
        }
        return Self.text(pending[..<tail])
    }

    /// What is left at the end of the stream.
    mutating func finish() -> String? {
        defer { pending = [] }
        return Self.text(pending[...])
    }

    /// Lines without empty ones between; nil where there is none. Bytes that are no UTF-8 become U+FFFD, which no name has.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        let lines = bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
        return lines.isEmpty ? nil : String(decoding: Array(lines.joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self)
    }
}
