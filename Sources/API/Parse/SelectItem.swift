/// One item of `select`.
indirect enum SelectItem: Sendable, Equatable {
    case column(SelectColumn)
    case embed(SelectEmbed)
}

/// A column, JSON path or aggregate.
struct SelectColumn: Sendable, Equatable {
    var field: Field
    var cast: String?
    /// One of sum, avg, count, max, min.
    var aggregate: String?
    var alias: String?

    static let all = SelectColumn(field: Field(name: "*"))
}

/// `[alias:]name!hint!inner(…)` or `...name(…)`.
struct SelectEmbed: Sendable, Equatable {
    var name: String
    var alias: String?
    var hint: String?
    /// Parents without a match are dropped.
    var isInner = false
    /// The columns rise into the parent.
    var isSpread = false
    var items: [SelectItem]
}
