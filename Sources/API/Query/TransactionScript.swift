internal import Postgres

/// The statements of one request's transaction, in order, for one round trip.
struct TransactionScript {
    private(set) var statements: [PostgresStatement] = []
    /// Where the main statement stands.
    private(set) var mainIndex: Int?
    /// Where the planner's estimate stands.
    private(set) var estimateIndex: Int?
    /// Where the check stands that fails unless the number of rows is as demanded.
    private(set) var guardIndex: Int?

    /// - Throws: 22021 where a value holds a zero byte.
    init(_ plan: RequestPlan, _ request: APIRequest, _ identity: Identity, _ cache: SchemaCache, _ configuration: APIConfiguration)
        throws(APIError)
    {
        let role = cache.roles[identity.role]
        add("begin\(Self.isolation(plan.isolation ?? role?.isolation))\(plan.isReadOnly ? " read only" : " read write")")
        try add(TransactionSettings(request, identity, plan, role, configuration).writer)
        if let function = configuration.preRequest { add("select \(Self.function(function))()") }
        let preferences = request.preferences
        let main = MainStatement(
            plan, count: preferences.count, representation: preferences.representation, maxRows: configuration.maxRows)
        if let main {
            mainIndex = statements.count
            try add(main.writer)
        } else {
            mainIndex = statements.count
            try add(DescribeStatement(schema: request.schema, cache, mode: configuration.openAPIMode).writer)
        }
        if case .read(let node) = plan.statement, preferences.count == .planned || preferences.count == .estimated {
            estimateIndex = statements.count
            var writer = SQLWriter()
            writer.raw("EXPLAIN (FORMAT JSON) ")
            writer.count(node)
            try add(writer)
        }
        if plan.isGuarded, let expectation = plan.expectation {
            guardIndex = statements.count
            var writer = SQLWriter()
            let demand =
                switch expectation {
                case .exactlyOne, .oneForKey: (operator: "=", rows: 1)
                case .atMost(let rows): (operator: "<=", rows: rows)
                }
            writer.raw("select 1 / (nullif(current_setting('pgrst.page', true), '')::int8 \(demand.operator) ")
            writer.value(String(demand.rows))
            writer.raw("::int8)::int")
            try add(writer)
        }
        end(preferences.transaction, configuration.transactionEnd)
    }

    private mutating func add(_ sql: String) { statements.append(PostgresStatement(sql)) }

    private mutating func add(_ writer: SQLWriter) throws(APIError) {
        if writer.hasZeroByte { throw .zeroByte }
        statements.append(PostgresStatement(writer.text, writer.parameters))
    }

    /// Undone on demand or by rule; deferred constraints still get their say.
    private mutating func end(_ wish: Preferences.Transaction?, _ rule: APIConfiguration.TransactionEnd) {
        if wish == .rollback || (rule.rollsBack && wish != .commit) {
            add("set constraints all immediate")
            add("rollback")
        } else {
            add("commit")
        }
        // What a function set for the whole session ends here too.
        add("reset all")
    }

    private static func isolation(_ level: String?) -> String {
        switch level?.lowercased() {
        case "repeatable read": " isolation level repeatable read"
        case "serializable": " isolation level serializable"
        default: " isolation level read committed"
        }
    }

    /// `schema.name` or `name`, quoted.
    private static func function(_ name: String) -> String {
        name.split(separator: ".", maxSplits: 1).map { SQLWriter.quoted(String($0)) }.joined(separator: ".")
    }
}
