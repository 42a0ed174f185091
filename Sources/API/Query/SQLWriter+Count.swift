extension SQLWriter {
    /// One row for each row of the node before any limit. Inner joins become EXISTS, so that the rows stay those of the root.
    mutating func count(_ node: ReadNode) {
        raw("SELECT 1")
        from(node)
        var isFirst = true
        func and(_ writer: inout SQLWriter) {
            writer.raw(isFirst ? " WHERE " : " AND ")
            isFirst = false
        }
        for condition in node.conditions {
            and(&self)
            counted(condition, of: node)
        }
        let links = joinLinks(node)
        if !links.isEmpty {
            and(&self)
            write(links)
        }
        for child in node.children where child.isInner {
            and(&self)
            raw("EXISTS ( ")
            count(child)
            raw(" )")
        }
    }

    private mutating func counted(_ condition: PlannedCondition, of node: ReadNode) {
        switch condition {
        case .filter: self.condition(condition, of: node.reference)
        case .embed(let joinAlias, let isNull):
            guard let child = node.children.first(where: { $0.joinAlias == joinAlias }) else { return raw("TRUE") }
            raw(isNull ? "NOT EXISTS ( " : "EXISTS ( ")
            count(child)
            raw(" )")
        case .group(let negated, let junctor, let nodes):
            raw(negated ? "NOT (" : "(")
            list(nodes, separator: junctor == .and ? " AND " : " OR ") { writer, condition in writer.counted(condition, of: node) }
            raw(")")
        }
    }
}
