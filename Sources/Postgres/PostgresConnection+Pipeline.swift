internal import CPostgres
import Glibc

/// libpq's pipeline mode: several statements, one wait.
extension PostgresConnection {
    /// Runs several statements in one network round trip (libpq pipeline mode), each with its own bound values.
    ///
    /// The statements form one implicit transaction unless they say `begin`/`commit` themselves. The first error
    /// aborts the rest and is thrown; the connection stays usable.
    public func pipeline(
        _ statements: [(sql: String, parameters: [PostgresValue])], timeout: Duration = .seconds(60)
    ) throws(PostgresError) -> [PostgresResult] {
        let answer = try pipeline(statements.map { PostgresStatement($0.sql, $0.parameters, isPrepared: false) }, timeout: timeout)
        if let failure = answer.failure { throw failure }
        return answer.results
    }

    /// The same for statements that may be prepared once a session, and with the results that came before an error.
    /// - Parameter generation: statements prepared under another number are forgotten first (after a change of the schema).
    /// - Throws: `.stale` where the server had closed the session before anything was sent; `.connection` and `.timeout`.
    public func pipeline(
        _ statements: [PostgresStatement], generation: Int = 0, timeout: Duration = .seconds(60)
    ) throws(PostgresError) -> PostgresPipelineAnswer {
        let pointer = try live()
        let limit = ContinuousClock.now + timeout
        try refuseStale(pointer)
        if prepared.mustForget(generation) {
            try script("deallocate all", timeout: timeout)
            prepared.forget()
        }
        prepared.generation = generation
        guard PQenterPipelineMode(pointer) == 1 else { throw lost(pointer) }
        // What each answer belongs to, in order: a statement to prepare (its SQL and name) or nil for one that runs.
        var expected: [(sql: String, name: String)?] = []
        for statement in statements {
            let sent = withOptionalCStrings(statement.parameters.map(\.text)) { values -> Int32 in
                let count = Int32(statement.parameters.count)
                guard statement.isPrepared else {
                    expected.append(nil)
                    return PQsendQueryParams(pointer, statement.sql, count, nil, values, nil, nil, 0)
                }
                var name = prepared.names[statement.sql] ?? expected.lazy.compactMap { $0 }.first { $0.sql == statement.sql }?.name
                if name == nil {
                    let fresh = prepared.nextName()
                    guard PQsendPrepare(pointer, fresh, statement.sql, 0, nil) == 1 else { return 0 }
                    expected.append((statement.sql, fresh))
                    name = fresh
                }
                expected.append(nil)
                return PQsendQueryPrepared(pointer, name, count, values, nil, nil, 0)
            }
            guard sent == 1 else { throw lost(pointer) }
        }
        guard PQpipelineSync(pointer) == 1 else { throw lost(pointer) }
        let answer = try collectPipeline(pointer, expected, until: limit)
        _ = PQexitPipelineMode(pointer)
        // A statement that failed after a `begin` leaves its transaction open.
        if PQtransactionStatus(pointer) == PQTRANS_INERROR { try script("rollback", timeout: timeout) }
        return answer
    }

    private func collectPipeline(
        _ pointer: OpaquePointer, _ expected: [(sql: String, name: String)?], until limit: ContinuousClock.Instant
    ) throws(PostgresError) -> PostgresPipelineAnswer {
        var answer = PostgresPipelineAnswer(results: [], failure: nil)
        var next = 0
        while true {
            // A nil result only separates the answers of two statements.
            guard let result = try nextResult(pointer, until: limit) else { continue }
            let status = PQresultStatus(result)
            if status == PGRES_PIPELINE_SYNC {
                PQclear(result)
                return answer
            }
            let preparation = next < expected.count ? expected[next] : nil
            next += 1
            switch status {
            case PGRES_PIPELINE_ABORTED: PQclear(result)
            case PGRES_FATAL_ERROR:
                answer.failure = answer.failure ?? PostgresError(result: result)
                PQclear(result)
            default:
                if let preparation {
                    prepared.names[preparation.sql] = preparation.name
                    PQclear(result)
                } else {
                    answer.results.append(PostgresResult(adopting: result))
                }
            }
            if PQstatus(pointer) != CONNECTION_OK {
                let failure = answer.failure
                let error = lost(pointer)
                throw failure ?? error
            }
        }
    }

    /// An idle session has nothing to say but that it ends, and notices.
    private func refuseStale(_ pointer: OpaquePointer) throws(PostgresError) {
        var watched = pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0)
        // Its last words come first, the end of the stream after them.
        while poll(&watched, 1, 0) > 0 {
            guard PQconsumeInput(pointer) == 1, PQstatus(pointer) == CONNECTION_OK else {
                let error = lost(pointer)
                throw PostgresError(.stale, error.message)
            }
        }
    }
}
