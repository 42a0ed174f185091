/// Which table column each column of a view comes from, read from the view's rule.
///
/// PostgreSQL keeps a view as a tree of nodes in text form (`pg_rewrite.ev_action`): lists in `()`, nodes in `{NAME :field value …}`,
/// a backslash before special characters. Only the outermost query's target list counts, and of its entries `resno`, `resorigtbl`
/// and `resorigcol` (nodes/primnodes.h, TargetEntry).
enum ViewTargets {
    struct Target: Equatable {
        /// Column number in the view.
        var number: Int
        /// OID of the table or view it comes from.
        var relation: Int
        /// Column number there.
        var column: Int
    }

    static func read(_ rule: String) -> [Target] {
        var targets: [Target] = []
        var depth = 0
        /// Depth of the list that holds the entries, once the outermost query's `:targetList` was met.
        var listDepth: Int?
        var field = ""
        var values: [String: Int] = [:]
        var rule = rule
        rule.withUTF8 { bytes in
            var index = 0
            while index < bytes.count {
                switch bytes[index] {
                case UInt8(ascii: "{"), UInt8(ascii: "("):
                    depth += 1
                    // The rule is a list of queries, so the outermost query's fields stand at depth 2.
                    if field == ":targetList", depth == 3, listDepth == nil, bytes[index] == UInt8(ascii: "(") { listDepth = depth }
                    if let listDepth, depth == listDepth + 1 { values = [:] }
                    field = ""
                    index += 1
                case UInt8(ascii: "}"), UInt8(ascii: ")"):
                    if let list = listDepth, depth == list + 1 {
                        if let number = values[":resno"], let relation = values[":resorigtbl"], let column = values[":resorigcol"], relation > 0 {
                            targets.append(Target(number: number, relation: relation, column: column))
                        }
                    }
                    if depth == listDepth { return }
                    depth -= 1
                    index += 1
                case UInt8(ascii: " "), UInt8(ascii: "\n"): index += 1
                default:
                    let start = index
                    while index < bytes.count, !" \n{}()".utf8.contains(bytes[index]) { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
                    index = min(index, bytes.count)
                    let token = String(decoding: bytes[start..<index], as: UTF8.self)
                    if token.hasPrefix(":") {
                        field = token
                    } else if let list = listDepth, depth == list + 1 {
                        values[field] = values[field] ?? Int(token)
                    }
                }
            }
        }
        return targets
    }
}
