/// Which statements a session has prepared, by their SQL, and under which names.
struct PreparedStatements {
    var names: [String: String] = [:]
    /// What the caller's catalogue was when they were prepared.
    var generation = 0
    private var count = 0

    /// Statements a session keeps before it begins anew; each holds a plan in the server's memory.
    private static let limit = 200

    func mustForget(_ generation: Int) -> Bool {
        !names.isEmpty && (generation != self.generation || names.count > Self.limit)
    }

    mutating func forget() { names = [:] }

    /// Names are never used twice in a session.
    mutating func nextName() -> String {
        count += 1
        return "p\(count)"
    }
}
