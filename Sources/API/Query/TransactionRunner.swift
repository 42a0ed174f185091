internal import Postgres

/// Runs a request's transaction on a lent connection and translates what went wrong.
struct TransactionRunner {
    let pool: PostgresPool
    let configuration: APIConfiguration
    private let shared = SharedReads()

    init(pool: PostgresPool, configuration: APIConfiguration) {
        self.pool = pool
        self.configuration = configuration
    }

    /// - Returns: the main statement's result, and the planner's estimate where it was asked for.
    func run(
        _ plan: RequestPlan, _ request: APIRequest, _ identity: Identity, _ cache: SchemaCache
    ) async throws(APIError) -> (main: PostgresResult, estimate: Int?) {
        let script = try TransactionScript(plan, request, identity, cache, configuration)
        let answer = try await send(script.statements, generation: cache.generation, isShared: isShared(plan))
        if let failure = answer.failure {
            if answer.results.count == script.guardIndex, failure.sqlState == "22012", let index = script.mainIndex {
                throw Self.violation(plan.expectation, rows: try Self.rows(answer.results[index]))
            }
            throw APIError(failure, isAnonymous: identity.isAnonymous)
        }
        guard let index = script.mainIndex, index < answer.results.count else { throw .connectionLost }
        let estimate = script.estimateIndex.flatMap { answer.results[$0].text(row: 0, column: 0) }
            .flatMap { JSONReader.value($0) }.flatMap(Self.plannedRows)
        return (answer.results[index], estimate)
    }

    /// A relation's rows may be answered to all who wait for the same; what a function does, or is called before each request, may count calls.
    private func isShared(_ plan: RequestPlan) -> Bool {
        guard case .read = plan.statement else { return false }
        return configuration.preRequest == nil
    }

    private func send(_ statements: [PostgresStatement], generation: Int, isShared: Bool) async throws(APIError) -> PostgresPipelineAnswer {
        do {
            guard isShared else { return try await transmit(statements, generation: generation) {} }
            return try await shared.answer(to: statements, generation: generation) { try await transmit(statements, generation: generation, begin: $0) }
        } catch let error as PostgresError {
            throw APIError(error, isAnonymous: false)
        } catch {
            // The request was cancelled: its client is gone.
            throw .connectionLost
        }
    }

    /// A session that died while it was idle is replaced and the script sent again: nothing had been sent.
    private func transmit(
        _ statements: [PostgresStatement], generation: Int, begin: @escaping @Sendable () -> Void
    ) async throws -> PostgresPipelineAnswer {
        let timeout = (configuration.statementTimeout ?? .seconds(3600)) * statements.count + .seconds(5)
        while true {
            do {
                return try await pool.errand(wait: configuration.poolWait) { (connection) throws(PostgresError) in
                    begin()
                    return try connection.pipeline(statements, generation: generation, timeout: timeout)
                }
            } catch let error as PostgresError where error.code == .stale {
                continue
            }
        }
    }

    /// What an unmet expectation is called.
    static func violation(_ expectation: RequestPlan.Expectation?, rows: Int) -> APIError {
        switch expectation {
        case .oneForKey: .putKey
        case .atMost: .maxAffected(rows: rows)
        case .exactlyOne, nil: .singular(rows: rows)
        }
    }

    private static func rows(_ result: PostgresResult) throws(APIError) -> Int {
        do { return try result.first?.decode("page") ?? 0 } catch { throw APIError(error, isAnonymous: false) }
    }

    /// `[{"Plan": {"Plan Rows": n}}]`
    private static func plannedRows(_ explained: JSONValue) -> Int? {
        guard case .array(let plans) = explained, case .number(let rows)? = plans.first?[key: "Plan"]?[key: "Plan Rows"] else { return nil }
        return Int(rows)
    }
}
