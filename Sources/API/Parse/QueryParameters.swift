/// The query string sorted into what it asks for. No SQL, no catalogue.
struct QueryParameters: Sendable, Equatable {
    /// Something for the resource itself (empty path) or for an embed.
    struct Located<Value: Sendable & Equatable>: Sendable, Equatable {
        var path: [String]
        var value: Value
    }

    struct Argument: Sendable, Equatable {
        var name: String
        var value: String
    }

    var canonical: String
    var select: [SelectItem]
    var filters: [Located<Filter>] = []
    var logic: [Located<LogicTree>] = []
    var order: [Located<[OrderTerm]>] = []
    var ranges: [Located<RowRange>] = []
    var columns: [String]?
    var onConflict: [String]?
    /// Keys whose values are no filters; only where a function is called by GET.
    var arguments: [Argument] = []
    /// What filters mention, those of embeds and JSON paths by their whole key: PUT wants exactly the primary key.
    var filterKeys: Set<String> = []

    /// - Parameter readsArguments: the request calls a function by GET or HEAD.
    init(_ query: QueryString, readsArguments: Bool) throws(APIError) {
        canonical = query.canonical
        let pairs = query.pairs.compactMap { pair in pair.value.map { (key: pair.key, value: $0) } }
        func first(_ key: String) -> String? { pairs.first { $0.key == key }?.value }

        let selected = first("select") ?? "*"
        select = try Self.parse("select parameter", selected) { text throws(ParseFailure) in try TextScanner.select(text) }
        columns = try first("columns").map { text throws(APIError) in
            try Self.parse("columns parameter", text) { text throws(ParseFailure) in try TextScanner.columns(text) }
        }
        onConflict = try first("on_conflict").map { text throws(APIError) in
            try Self.parse("on_conflict parameter", text) { text throws(ParseFailure) in try TextScanner.columns(text) }
        }
        var bounds = RangeBounds()
        for (key, value) in pairs where !["select", "columns", "on_conflict"].contains(key) {
            switch key.split(separator: ".", omittingEmptySubsequences: false).last {
            case "order":
                let path = try Self.path(key)
                order.append(Located(path: path, value: try Self.parse("order", value) { text throws(ParseFailure) in try TextScanner.order(text) }))
            case "limit": bounds.setLimit(Self.integer(value), at: try Self.path(key))
            case "offset": bounds.setOffset(Self.integer(value), at: try Self.path(key))
            case "and", "or": try addLogic(key, value)
            default: try addFilter(key, value, readsArguments: readsArguments)
            }
        }
        ranges = bounds.ranges
    }

    private mutating func addLogic(_ key: String, _ value: String) throws(APIError) {
        let head = try Self.parse("logic path", key) { text throws(ParseFailure) in try TextScanner.logicKey(text) }
        let tree = try Self.parse("logic tree", value) { text throws(ParseFailure) in
            try TextScanner.logic(text, negated: head.negated, head.junctor)
        }
        logic.append(Located(path: head.path, value: tree))
    }

    private mutating func addFilter(_ key: String, _ value: String, readsArguments: Bool) throws(APIError) {
        let place = try Self.parse("tree path", key) { text throws(ParseFailure) in try TextScanner.filterKey(text) }
        do {
            filters.append(Located(path: place.path, value: try TextScanner.filter(value, on: place.field)))
            filterKeys.insert(place.path.isEmpty && place.field.path.isEmpty ? place.field.name : key)
        } catch {
            guard readsArguments else { throw .query("filter", text: value, error) }
            arguments.append(Argument(name: place.field.name, value: value))
        }
    }

    /// The embeds a reserved key stands for: all names but the last.
    private static func path(_ key: String) throws(APIError) -> [String] {
        try parse("tree path", key) { text throws(ParseFailure) in try TextScanner.filterKey(text) }.path
    }

    private static func parse<Value>(
        _ what: String, _ text: String, _ body: (String) throws(ParseFailure) -> Value
    ) throws(APIError) -> Value {
        do { return try body(text) } catch { throw .query(what, text: text, error) }
    }

    /// nil for what is no integer, and then ignored; beyond 64 bits the nearest.
    private static func integer(_ text: String) -> Int? {
        let digits = text.trimmed
        if let value = Int(digits) { return value }
        let isNegative = digits.hasPrefix("-")
        let rest = isNegative ? digits.dropFirst() : digits[...]
        guard !rest.isEmpty, rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return isNegative ? Int.min + 1 : Int.max - 1
    }
}

/// `limit` and `offset` by path; of a repeated key the last counts.
private struct RangeBounds {
    private var order: [[String]] = []
    private var limits: [[String]: Int] = [:]
    private var offsets: [[String]: Int] = [:]

    mutating func setLimit(_ value: Int?, at path: [String]) {
        if !order.contains(path) { order.append(path) }
        limits[path] = value
    }

    mutating func setOffset(_ value: Int?, at path: [String]) {
        if !order.contains(path) { order.append(path) }
        offsets[path] = value
    }

    /// `limit=0` without an offset is `.none`; any other empty range is refused where ranges are checked.
    var ranges: [QueryParameters.Located<RowRange>] {
        order.map { QueryParameters.Located(path: $0, value: RowRange(limit: limits[$0], offset: offsets[$0])) }
    }
}
