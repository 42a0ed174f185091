import Clock
import Cluster
import Foundation
import Postgres
import Site
import TestSupport
import Testing

/// PostgreSQL is stopped for five minutes while the house lives on.
struct DatabaseAwayTests {
    @Test func `five minutes without PostgreSQL lose no sample, store none twice, and the house is controlled again`() async throws {
        let directory = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("ems-away-" + UUID().uuidString)
        // The server's own account must reach it.
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(at: directory) }
        let cluster = PrivateCluster(directory: directory.appendingPathComponent("postgresql"))
        let maintenance = try await cluster.start(durable: true)
        do {
            let uri = try await ProgramUnderTest.migratedDatabase(maintenance)
            try await live(cluster, uri)
        } catch {
            try await cluster.stop()
            throw error
        }
        try await cluster.stop()
    }

    private func live(_ cluster: PrivateCluster, _ uri: String) async throws {
        let start = Instant("2026-06-10T10:00:00Z")!
        let house = try await LivingHouse(uri: uri, start: start)
        try await house.createSite()
        var stored = 0
        try await house.withWorker {
            try await house.live(until: start + .seconds(600))
            stored = try await frames(uri)
            try await cluster.stop()
            try await house.live(until: start + .seconds(900))
            _ = try await cluster.start(durable: true)
            try await house.live(until: start + .seconds(1800))
        }
        let connection = try await PostgresConnection(uri)
        #expect(stored > 300)
        for device in ["inverter", "meter_grid", "meter_heat_pump", "charger", "heat_pump", "garage"] {
            let gap = try await UnpluggedTests.longestGap(connection, device, start + .seconds(60), start + .seconds(1790))
            #expect(gap <= 20, "\(device) lacks \(gap) s")
        }
        // Twice is impossible by the primary key; that the spool is empty shows that nothing waits for ever.
        let left = try FileManager.default.contentsOfDirectory(atPath: house.directory + "/spool").filter { $0.hasSuffix(".ndjson") }
        #expect(left == [])
        // The aggregates have no hole either.
        let covered = try await connection.query(
            """
            select min(covered_s) as least from ems.telemetry_aggregate_15m as a join ems.metric as m using (metric_id) join ems.device as d using (site_id, device_id)
            where m.metric = 'grid_power_w' and d.device = 'meter_grid' and a.starts_at = $1
            """, [PostgresValue((start + .seconds(900)).description)])
        #expect(try covered[0].decode("least", as: Double.self) >= 880)
        try await DayInTheLifeTests.expectVerified(connection, atLeast: 10)
        let alerts = try await DayInTheLifeTests.openAlerts(connection)
        #expect(alerts == [])
        await connection.close()
        await house.close()
    }

    private func frames(_ uri: String) async throws -> Int {
        let connection = try await PostgresConnection(uri)
        let count: Int = try await connection.query("select count(*) as count from ems.telemetry_frame")[0].decode("count")
        await connection.close()
        return count
    }
}
