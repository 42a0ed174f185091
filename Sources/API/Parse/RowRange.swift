/// Which rows are wanted: from `lower`, counted from 0, to `upper`, both included; nil is without end.
struct RowRange: Sendable, Equatable {
    var lower = 0
    var upper: Int?

    static let all = RowRange()
    /// `limit=0`: nothing, and not an error.
    static let none = RowRange(lower: 0, upper: -1)

    var isEmpty: Bool { upper.map { $0 < lower } ?? false }

    /// Rows at most; nil is without limit.
    var limit: Int? { upper.map { max(0, $0 - lower + 1) } }

    init(lower: Int = 0, upper: Int? = nil) {
        self.lower = lower
        self.upper = upper
    }

    /// `limit` and `offset` as they stand in a query string; a negative offset counts as 0.
    init(limit: Int?, offset: Int?) {
        lower = max(0, offset ?? 0)
        upper = limit.map { lower.addingReportingOverflow($0 - 1).overflow ? Int.max - 1 : lower + $0 - 1 }
    }

    /// The `Range` header, `^\d+-\d*$`; nil for anything else.
    init?(header: String) {
        let bounds = header.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard bounds.count == 2, !bounds[0].isEmpty,
            bounds.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        lower = Int(bounds[0]) ?? Int.max - 1
        upper = bounds[1].isEmpty ? nil : Int(bounds[1]) ?? Int.max - 1
    }

    func intersection(_ other: RowRange) -> RowRange {
        let uppers = [upper, other.upper].compactMap { $0 }
        return RowRange(lower: max(lower, other.lower), upper: uppers.min())
    }

    /// No more than `rows` rows.
    func capped(at rows: Int?) -> RowRange {
        guard let rows, self != .none else { return self }
        return intersection(RowRange(limit: rows, offset: lower))
    }
}
