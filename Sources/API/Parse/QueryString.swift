/// A raw query string taken apart: split on `&`, first `=`, `+` for a blank, percent-decoded as UTF-8.
struct QueryString: Sendable, Equatable {
    struct Pair: Sendable, Equatable {
        var key: String
        /// nil where the key had no `=`.
        var value: String?
    }

    var pairs: [Pair] = []

    /// - Throws: PGRST100 where the decoded bytes are not UTF-8.
    init(_ raw: String) throws(APIError) {
        for part in raw.utf8.split(separator: UInt8(ascii: "&")) {
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = PercentEncoding.decode(halves[0], plusIsBlank: true) else { throw .queryEncoding }
            guard halves.count == 2 else {
                pairs.append(Pair(key: key, value: nil))
                continue
            }
            guard let value = PercentEncoding.decode(halves[1], plusIsBlank: true) else { throw .queryEncoding }
            pairs.append(Pair(key: key, value: value))
        }
    }

    /// Sorted by key and encoded again, for `Content-Location`; empty when there is nothing.
    var canonical: String {
        pairs.enumerated()
            .sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }
            .map { PercentEncoding.encode($0.element.key) + "=" + PercentEncoding.encode($0.element.value ?? "") }
            .joined(separator: "&")
    }
}
