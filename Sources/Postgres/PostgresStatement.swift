/// One statement of a pipeline with its bound values.
public struct PostgresStatement: Sendable {
    public var sql: String
    public var parameters: [PostgresValue]
    /// Parsed and planned once a session. For text that comes again and again; every different text is kept by the server.
    public var isPrepared: Bool

    public init(_ sql: String, _ parameters: [PostgresValue] = [], isPrepared: Bool = true) {
        self.sql = sql
        self.parameters = parameters
        self.isPrepared = isPrepared
    }
}

/// What came back from a pipeline.
public struct PostgresPipelineAnswer: Sendable {
    /// Of the statements before the first error, in order.
    public var results: [PostgresResult]
    /// The first error; it belongs to the statement at `results.count`, or to the end of the transaction.
    public var failure: PostgresError?
}
