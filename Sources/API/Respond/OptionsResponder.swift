internal import HTTPTypes

/// OPTIONS that is no preflight: what may be done, from the cache alone.
struct OptionsResponder {
    let cache: SchemaCache

    /// - Returns: nil for any other action.
    /// - Throws: PGRST202, 203, 205.
    func respond(_ request: APIRequest) throws(APIError) -> APIAnswer? {
        switch request.action {
        case .rootOptions: return allow("OPTIONS,GET,HEAD")
        case .relationOptions(let name):
            let table = try cache.table(QualifiedName(schema: request.schema, name: name))
            var methods = ["OPTIONS,GET,HEAD"]
            if table.isInsertable { methods.append("POST") }
            if table.isInsertable, table.isUpdatable, !table.primaryKey.isEmpty { methods.append("PUT") }
            if table.isUpdatable { methods.append("PATCH") }
            if table.isDeletable { methods.append("DELETE") }
            return allow(methods.joined(separator: ","))
        case .routineOptions(let name):
            let routine = try RoutineChoice(cache: cache).choose(
                QualifiedName(schema: request.schema, name: name), arguments: Set(request.query.arguments.map(\.name)),
                contentType: request.contentType, isPost: false)
            return allow(routine.volatility == .volatile ? "OPTIONS,POST" : "OPTIONS,GET,HEAD,POST")
        case .read, .write, .call, .describe: return nil
        }
    }

    private func allow(_ methods: String) -> APIAnswer {
        APIAnswer(.ok, [HeaderField("Access-Control-Allow-Origin", "*"), HeaderField("Allow", methods)])
    }
}
