import Clock
import Database
import Foundation
import Logging
import Postgres
import Site
import TestSupport
import Testing

@testable import Worker

/// A link that answers once, then holds every question until the one who asks is told to end.
private actor HeldLink: FieldLink {
    private var asked = 0
    private var waiting: CheckedContinuation<Void, Never>?

    func read(_ request: ReadRequest) async throws(LinkError) -> ReadReply {
        asked += 1
        if asked == 1 { return .number(1) }
        waiting?.resume()
        waiting = nil
        try? await Task.sleep(for: .seconds(600))
        throw LinkError(kind: .silent, description: "the task was cancelled")
    }

    func write(_ request: WriteRequest) async throws(LinkError) {}
    func close() async {}

    /// Returns when the second question is held.
    func held() async {
        if asked < 2 { await withCheckedContinuation { waiting = $0 } }
    }
}

struct GatewayPollerTests {
    @Test func `a poll that is told to end in the middle says nothing of the device`() async throws {
        try await TestDatabase.with { uri in
            let start = Instant("2026-06-10T10:00:00Z")!
            let house = try await LivingHouse(uri: uri, start: start)
            try await house.createSite()
            let database = Database(uri)
            let gateway = try #require(try await database.gatewayClaim(worker: "w", at: start, lease: .seconds(30)).first { $0.gatewayID == "building" })
            let polls = DevicePoll.polls(
                siteID: "home01", gatewayID: "building", blocks: try await database.pollPlan(siteID: "home01"), derivations: [:], now: start)
            #expect(polls.contains { $0.blocks.count > 1 })
            let link = HeldLink()
            let spool = try Spool(directory: URL(fileURLWithPath: house.directory + "/spool"), limitBytes: 1 << 20, logger: house.logger)
            let poller = GatewayPoller(
                gateway: gateway, link: link, database: database, sink: TelemetrySink(database: database, spool: spool, clock: house.clock, logger: house.logger),
                latest: LatestValues(), clock: house.clock, settingsRead: Doorbell(), logger: house.logger)
            let task = Task { try await poller.run(polls) }
            await link.held()
            task.cancel()
            _ = await task.result
            let connection = try await PostgresConnection(uri)
            #expect(try await DayInTheLifeTests.openAlerts(connection) == [])
            await connection.close()
            await database.close()
            await house.close()
        }
    }
}
