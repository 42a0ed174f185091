/// The tree of a read as requested, before the catalogue is asked.
struct Draft {
    var name: String
    var alias: String?
    var hint: String?
    var isInner = false
    var isSpread = false
    var depth: Int
    var columns: [SelectColumn] = []
    var conditions: [LogicTree] = []
    var order: [OrderTerm] = []
    var range = RowRange.all
    var children: [Draft] = []

    /// No item and no embed at the root: all columns. An embed without items only joins.
    init(name: String, items: [SelectItem], depth: Int) {
        self.name = name
        self.depth = depth
        for item in items {
            switch item {
            case .column(let column): columns.append(column)
            case .embed(let embed):
                var child = Draft(name: embed.name, items: embed.items, depth: depth + 1)
                child.alias = embed.alias
                child.hint = embed.hint
                child.isInner = embed.isInner
                child.isSpread = embed.isSpread
                children.append(child)
            }
        }
    }

    /// Changes the node that `path` leads to, by name or alias.
    /// - Throws: PGRST108 naming the part of the path that is not embedded.
    mutating func update(at path: [String], _ change: (inout Draft) -> Void) throws(APIError) {
        guard let next = path.first else { return change(&self) }
        guard let index = children.firstIndex(where: { $0.name == next || $0.alias == next }) else { throw .notEmbedded(next) }
        try children[index].update(at: Array(path.dropFirst()), change)
    }

    var hasAggregate: Bool { columns.contains { $0.aggregate != nil } || children.contains(where: \.hasAggregate) }
}
