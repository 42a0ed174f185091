/// What one transfer has received so far.
final class Reception {
    private(set) var headers: [String: String] = [:]
    private(set) var body: [UInt8] = []
    private(set) var isTooLarge = false
    private let limit: Int
    /// More than any server of ours sends; a head without end is not collected.
    private static let headerLimit = 100

    init(limit: Int) { self.limit = limit }

    /// False when the limit is exceeded.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= limit - body.count else {
            isTooLarge = true
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    /// One line of a head; a status line starts a new one (redirect, 100-continue, proxy).
    func appendHeader(_ bytes: UnsafeRawBufferPointer) {
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            headers = [:]
        } else if headers.count < Self.headerLimit, let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0.isWhitespace }
            headers[line[..<colon].lowercased()] = String(value.reversed().drop { $0.isWhitespace }.reversed())
        }
    }
}
