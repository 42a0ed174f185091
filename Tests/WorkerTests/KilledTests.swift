import Clock
import Foundation
import Postgres
import Simulator
import Site
import Subprocess
import TestSupport
import Testing

/// The worker as a process of its own, killed with SIGKILL again and again, at a minute a second.
struct KilledTests {
    @Test func `a killed worker loses nothing that was stored, stores nothing twice, and leaves the inverter to end its wish by itself`() async throws {
        try await TestDatabase.with { uri in
            // 03:20 in Prague: the inverter's slot of four hours ends at 04:00.
            let start = Instant("2026-06-10T01:20:00Z")!
            let anchor = SystemClock().now
            let clock = SystemClock(start: start, anchor: anchor, speed: 60)
            let simulator = try Simulator(SimulatorConfiguration(), clock: clock)
            let endpoints = try await simulator.start()
            let directory = NSTemporaryDirectory() + "ems-killed-" + UUID().uuidString
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let connection = try await PostgresConnection(uri)
            try await DemoSite.create(connection, endpoints, mode: "control", at: clock.now)
            try await connection.query(
                "select ems.fn_override_create('home01', 'battery_charge', $1, 'test', 'a long wish', $2)",
                [PostgresValue((start + .seconds(7200)).description), PostgresValue(clock.now.description)])
            let arguments: Arguments = [
                "serve", "--no-http", "--database-url", uri, "--data-dir", directory, "--worker-name", "killed", "--market-url", endpoints.url,
                "--clock", "\(start),\(anchor),60", "--log-level", "error",
            ]

            var stored = 0
            var chance = SeededGenerator(seed: 7)
            for _ in 0..<8 {
                try await Self.serveAndKill(arguments, after: .milliseconds(Int.random(in: 300...2500, using: &chance)))
                let now = try await Self.frames(connection)
                #expect(now >= stored)
                stored = now
            }
            // Long enough for the wish to reach the inverter.
            try await Self.serveAndKill(arguments, after: .seconds(8))
            #expect(try await Self.frames(connection) > stored)
            let held = simulator.house.snapshot()
            #expect(clock.now < Instant("2026-06-10T02:00:00Z")!, "the machine is too slow for this test's clock")
            #expect(held.batteryW > 1000, "the wish had reached the inverter: \(held.batteryW) W")

            // No worker any more: past the slot's end the house covers its load and nothing else.
            while clock.now < Instant("2026-06-10T02:03:00Z")! { try await Task.sleep(for: .milliseconds(100)) }
            let alone = simulator.house.snapshot()
            #expect(alone.batteryW < 100, "the inverter still charges by itself: \(alone.batteryW) W")

            try await Self.expectOnce(connection)
            // The next worker finds out what became of the killed one's commands.
            try await Self.serveAndKill(arguments, after: .seconds(4))
            let open = try await connection.query(
                "select count(*) as count from ems.command where state in ('sent', 'acked') and sent_at < $1", [PostgresValue((clock.now - .seconds(200)).description)])
            #expect(try open[0].decode("count", as: Int.self) == 0)
            await connection.close()
            await simulator.stop()
        }
    }

    static func serveAndKill(_ arguments: Arguments, after delay: Duration) async throws {
        _ = try await Subprocess.run(.path(ProgramUnderTest.path), arguments: arguments, input: .none, output: .discarded, error: .discarded) { execution in
            try await Task.sleep(for: delay)
            try execution.send(signal: .kill)
        }
    }

    static func frames(_ connection: PostgresConnection) async throws -> Int {
        try await connection.query("select count(*) as count from ems.telemetry_frame")[0].decode("count")
    }

    /// Raw frames are one an instant, and the minutes that are final count each of them once.
    static func expectOnce(_ connection: PostgresConnection) async throws {
        let differing = try await connection.query(
            """
            with raw as (
              select f.device_id, date_bin('1 min', f.measured_at, timestamptz 'epoch') as minute, count(*) as frames
              from ems.telemetry_frame as f join ems.metric as m on m.metric = 'grid_power_w'
              join ems.aggregator_state as s using (site_id, device_id)
              where m.metric_id = any (f.metric_id) and f.measured_at < s.watermark_at and f.value[array_position(f.metric_id, m.metric_id)] is not null
              group by f.device_id, minute
            )
            select r.minute::text as minute, r.frames, a.samples from raw as r
            left join ems.telemetry_aggregate_1m as a on a.device_id = r.device_id and a.starts_at = r.minute and a.level = 1
              and a.metric_id = (select metric_id from ems.metric where metric = 'grid_power_w')
            where a.samples is distinct from r.frames
            """)
        #expect(differing.count == 0)
    }
}
