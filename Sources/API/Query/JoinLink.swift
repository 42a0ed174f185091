/// One equality that ties a node to its parent or to a junction.
struct JoinLink {
    var left: QualifiedName
    var leftColumn: String
    var right: QualifiedName
    var rightColumn: String
}

extension SQLWriter {
    mutating func write(_ links: [JoinLink]) {
        list(links, separator: " AND ") { writer, link in
            writer.column(link.leftColumn, of: link.left)
            writer.raw(" = ")
            writer.column(link.rightColumn, of: link.right)
        }
    }

    func joinLinks(_ node: ReadNode) -> [JoinLink] {
        guard let relationship = node.relationship, let parent = node.parentRow else { return [] }
        let junctionAlias = QualifiedName(schema: "", name: node.junctionAlias)
        switch relationship.kind {
        case .manyToOne(_, let pairs), .oneToMany(_, let pairs), .oneToOne(_, let pairs, _):
            return pairs.map { JoinLink(left: node.reference, leftColumn: $0.to, right: parent, rightColumn: $0.from) }
        case .manyToMany(let junction):
            return junction.target.map { JoinLink(left: node.reference, leftColumn: $0.from, right: junctionAlias, rightColumn: $0.to) }
                + junction.source.map { JoinLink(left: junctionAlias, leftColumn: $0.to, right: parent, rightColumn: $0.from) }
        case .computed: return []
        }
    }
}

extension ReadNode {
    /// Name in SQL of the table between it and its parent.
    var junctionAlias: String { "\(joinAlias)_junction" }

    /// Names of the columns that a spread lifts into its parent.
    var spreadNames: [String] {
        select.map(\.outputName)
            + children.flatMap { child in
                child.isSpread ? child.spreadNames : child.showsNothing ? [] : [child.outputName]
            }
    }
}
