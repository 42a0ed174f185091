/// What somebody who mistyped a name may have meant.
///
/// Names are compared by their pairs and triples of letters (cosine similarity), the best of those by edit distance.
enum Suggestion {
    /// Below this similarity no name is suggested.
    private static let threshold = 0.33
    private static let longest = 200

    static func best(for name: String, among names: [String]) -> String? {
        let name = name.lowercased()
        guard name.count <= longest else { return nil }
        let grams = grams(name)
        let near = names.sorted().filter { similarity(grams, Self.grams($0.lowercased())) >= threshold }
        let scored = near.map { (name: $0, score: closeness(name, $0.lowercased())) }
        return scored.filter { $0.score >= threshold }.max { $0.score < $1.score }?.name
    }

    private static func grams(_ name: String) -> [String: Int] {
        let letters = Array("-" + name + "-")
        var grams: [String: Int] = [:]
        for size in 2...3 where letters.count >= size {
            for start in 0...(letters.count - size) { grams[String(letters[start..<start + size]), default: 0] += 1 }
        }
        return grams
    }

    private static func similarity(_ left: [String: Int], _ right: [String: Int]) -> Double {
        let product = left.reduce(0) { $0 + $1.value * (right[$1.key] ?? 0) }
        func length(_ grams: [String: Int]) -> Double { Double(grams.values.reduce(0) { $0 + $1 * $1 }).squareRoot() }
        return product == 0 ? 0 : Double(product) / (length(left) * length(right))
    }

    /// 1 for equal names, 0 for names that share no letter in place; Levenshtein distance over the longer length.
    private static func closeness(_ left: String, _ right: String) -> Double {
        let left = Array(left)
        let right = Array(right.prefix(longest))
        guard !left.isEmpty, !right.isEmpty else { return left.isEmpty && right.isEmpty ? 1 : 0 }
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in 1...right.count {
                let above = row[column]
                row[column] = min(above + 1, row[column - 1] + 1, diagonal + (letter == right[column - 1] ? 0 : 1))
                diagonal = above
            }
        }
        return 1 - Double(row[right.count]) / Double(max(left.count, right.count))
    }
}
