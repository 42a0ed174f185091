internal import Postgres

/// Decides what to ask the database, with the catalogue at hand.
struct RequestPlanner {
    let cache: SchemaCache
    let configuration: APIConfiguration

    /// - Throws: the checks that need the catalogue, in PostgREST's order.
    func plan(_ request: APIRequest) throws(APIError) -> RequestPlan? {
        switch request.action {
        case .read(let name, let isHead): return try read(request, QualifiedName(schema: request.schema, name: name), isHead: isHead)
        case .write(let name, let change): return try write(request, QualifiedName(schema: request.schema, name: name), change)
        case .call(let name, let call): return try self.call(request, QualifiedName(schema: request.schema, name: name), call)
        case .describe:
            try Negotiation.description(request.accepted)
            return RequestPlan(statement: .describe, mediaType: .openAPI, form: .none, isReadOnly: true)
        case .relationOptions, .routineOptions, .rootOptions: return nil
        }
    }

    private var reader: ReadPlanner { ReadPlanner(cache: cache, maxRows: configuration.maxRows) }

    private func refuseUnknownPreferences(_ request: APIRequest) throws(APIError) {
        if request.preferences.isStrict, !request.preferences.unknown.isEmpty { throw .preferences(request.preferences.unknown) }
    }

    // MARK: - Reads

    private func read(_ request: APIRequest, _ name: QualifiedName, isHead: Bool) throws(APIError) -> RequestPlan {
        _ = try cache.table(name)
        let node = try reader.plan(
            request, from: .relation(name), filters: request.query.filters, logic: request.query.logic, appliesRanges: true)
        let (type, form) = try Negotiation.data(request.accepted)
        try refuseUnknownPreferences(request)
        return RequestPlan(
            statement: .read(node), mediaType: type, form: isHead ? .none : form, isReadOnly: true,
            expectation: type.isObject ? .exactlyOne : nil)
    }

    // MARK: - Writes

    private func write(_ request: APIRequest, _ name: QualifiedName, _ change: Action.Write) throws(APIError) -> RequestPlan {
        let table = try cache.table(name)
        let node = try reader.plan(
            request, from: .statement(name), filters: request.query.filters.filter { !$0.path.isEmpty },
            logic: request.query.logic.filter { !$0.path.isEmpty }, appliesRanges: false)
        let write = try writePlan(request, table, change, node)
        try refuseUnknownPreferences(request)
        let (type, form) = try Negotiation.data(request.accepted)
        var plan = RequestPlan(
            statement: .write(write, node), mediaType: type, form: request.preferences.representation == .full ? form : .none,
            isReadOnly: false)
        switch change {
        case .upsertOne: plan.expectation = .oneForKey
        case .insert: plan.expectation = type.isObject ? .exactlyOne : nil
        case .update, .delete:
            plan.expectation = type.isObject ? .exactlyOne : request.preferences.isStrict ? request.preferences.maxAffected.map { .atMost($0) } : nil
        }
        return plan
    }

    private func writePlan(
        _ request: APIRequest, _ table: Table, _ change: Action.Write, _ node: ReadNode
    ) throws(APIError) -> WritePlan {
        let fields = FieldResolver(table: table)
        let rootFilters = request.query.filters.filter(\.path.isEmpty).map(\.value)
        var conditions = rootFilters.map { PlannedCondition.filter(fields.planned($0)) }
        for tree in request.query.logic where tree.path.isEmpty { conditions.append(try fields.condition(tree.value)) }

        let planned: WritePlan.Change
        switch change {
        case .insert:
            let columns = request.query.onConflict ?? table.primaryKey
            planned = .insert(request.preferences.resolution.map { .init(resolution: $0, columns: columns) })
        case .update: planned = .update
        case .upsertOne:
            guard request.query.logic.isEmpty, !table.primaryKey.isEmpty, request.query.filterKeys == Set(table.primaryKey),
                rootFilters.allSatisfy(\.isPlainEquality)
            else { throw .putFilters }
            planned = .upsertOne(key: table.primaryKey)
        case .delete: planned = .delete
        }
        var columns: [Column] = []
        for name in request.columns.sorted() {
            guard let column = table.column(name) else { throw .column(name, of: table.name.name) }
            columns.append(column)
        }
        let body: String? =
            switch request.payload {
            case .json(let text, _), .unchecked(let text): text
            case .form, .text, .bytes, nil: nil
            }
        let representation = request.preferences.representation
        let returnsRows = representation == .full || representation == .headersOnly
        return WritePlan(
            change: planned, table: table.name, columns: columns, body: body,
            appliesDefaults: change != .upsertOne && request.preferences.missing == .defaults, conditions: conditions,
            returning: returnsRows ? node.neededColumns(adding: table.primaryKey) : [], primaryKey: table.primaryKey)
    }

    // MARK: - Calls

    private func call(_ request: APIRequest, _ name: QualifiedName, _ call: Action.Call) throws(APIError) -> RequestPlan {
        let isPost = call == .post
        let sent = isPost ? request.columns : Set(request.query.arguments.map(\.name))
        let routine = try RoutineChoice(cache: cache).choose(name, arguments: sent, contentType: request.contentType, isPost: isPost)
        let rows = QualifiedName(schema: routine.name.schema, name: routine.rowType?.name ?? routine.name.name)
        let node = try reader.plan(
            request, from: .statement(rows), filters: request.query.filters, logic: request.query.logic, appliesRanges: true)
        let (type, form) = try Negotiation.data(request.accepted)
        try refuseUnknownPreferences(request)
        var expectation: RequestPlan.Expectation? = type.isObject ? .exactlyOne : nil
        if request.preferences.isStrict, let limit = request.preferences.maxAffected {
            if routine.isSingle { throw .maxAffectedRoutine }
            expectation = expectation ?? .atMost(limit)
        }
        let plan = CallPlan(
            routine: routine, arguments: try arguments(request, routine, sent: sent),
            columns: node.neededColumns(adding: node.usedColumns))
        return RequestPlan(
            statement: .call(plan, node), mediaType: type, form: call == .head ? .none : form,
            isReadOnly: !isPost || routine.volatility != .volatile, isolation: routine.isolation, settings: routine.settings,
            expectation: expectation)
    }

    private func arguments(_ request: APIRequest, _ routine: Routine, sent: Set<String>) throws(APIError) -> CallPlan.Arguments {
        let parameters = routine.parameters.filter { sent.contains($0.name) }
        if routine.parameters.count == 1, routine.parameters[0].name.isEmpty {
            let type = routine.parameters[0].type
            switch request.payload {
            case .json(let text, _), .unchecked(let text), .text(let text): return .whole(text, type: type)
            case .bytes(let bytes): return .whole("\\x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(), type: type)
            case .form, nil: return .values([])
            }
        }
        switch request.payload {
        case .json(let text, _), .unchecked(let text): return .json(text, parameters)
        case .form(let fields): return .values(Self.values(fields, parameters))
        case .text, .bytes: return .values([])
        case nil: return .values(Self.values(request.query.arguments, parameters))
        }
    }

    /// Of a repeated name the last value counts; a variadic parameter takes all.
    private static func values(
        _ arguments: [QueryParameters.Argument], _ parameters: [Routine.Parameter]
    ) -> [(parameter: Routine.Parameter, value: String)] {
        parameters.map { parameter in
            let values = arguments.filter { $0.name == parameter.name }.map(\.value)
            return (parameter, parameter.isVariadic ? PostgresArray.literal(values.map { Optional($0) }) : values.last ?? "")
        }
    }
}

extension Filter {
    /// `column=eq.value`, as PUT wants its key.
    fileprivate var isPlainEquality: Bool {
        if case .compare(.eq, quantifier: nil, _) = operation { !negated } else { false }
    }
}
