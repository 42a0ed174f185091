/// One condition on one field.
struct Filter: Sendable, Equatable {
    var field: Field
    var negated = false
    var operation: Operation

    enum Operation: Sendable, Equatable {
        /// A binary operator; the value is a literal that PostgreSQL casts.
        case compare(Comparison, quantifier: Quantifier?, value: String)
        /// Elements of `in.(…)`; one empty element means none.
        case any([String])
        case `is`(TruthValue)
        case distinct(String)
        case matches(TextSearch, configuration: String?, query: String)
    }

    enum Comparison: String, Sendable, CaseIterable {
        case eq, neq, gt, gte, lt, lte, like, ilike, match, imatch, cs, cd, ov, sl, sr, nxr, nxl, adj

        /// `(any)` and `(all)` go with these only.
        var takesQuantifier: Bool {
            switch self {
            case .eq, .gt, .gte, .lt, .lte, .like, .ilike, .match, .imatch: true
            case .neq, .cs, .cd, .ov, .sl, .sr, .nxr, .nxl, .adj: false
            }
        }
    }

    enum Quantifier: String, Sendable { case any, all }

    enum TruthValue: String, Sendable, CaseIterable { case null, not_null, `true`, `false`, unknown }

    enum TextSearch: String, Sendable { case fts, plfts, phfts, wfts }
}
