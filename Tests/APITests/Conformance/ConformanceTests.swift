import Testing

/// The facts about PostgREST v13, request by request.
struct ConformanceTests {
    private func run(_ cases: [Case]) async throws {
        try await FixtureServer.with { client in
            for item in cases { try await item.run(client) }
        }
    }

    @Test func `select, aliases, casts, JSON paths and every filter`() async throws { try await run(ReadCases.all) }

    @Test func `embedding over foreign keys, views and functions`() async throws { try await run(EmbedCases.all) }

    @Test func `order, ranges, counts and media types`() async throws { try await run(PagingCases.all) }

    @Test func `inserts, upserts, changes, deletes and their preferences`() async throws { try await run(WriteCases.all) }

    @Test func `functions of every kind by GET and POST`() async throws { try await run(CallCases.all) }

    @Test func `errors, settings, schemas, CORS and OPTIONS`() async throws { try await run(ContextCases.all) }

    @Test func `the order of checks, and rare forms`() async throws { try await run(RareCases.all) }

    @Test func `there are as many requests as docs-api says`() {
        let count = [ReadCases.all, EmbedCases.all, PagingCases.all, WriteCases.all, CallCases.all, ContextCases.all, RareCases.all].map(\.count).reduce(0, +)
        #expect(count == 634)
    }
}
