import Clock
import Foundation
import Postgres
import Simulator
import Site
import TestSupport
import Testing

/// Each device in turn is unplugged for three minutes while the others go on.
struct UnpluggedTests {
    /// Our devices and the simulator's name for what is unplugged; the heat pump's meter hangs on the grid meter's line.
    static let turns: [(devices: [String], unplugged: SimulatedDevice)] = [
        (["inverter"], .inverter), (["meter_grid"], .gridMeter), (["meter_heat_pump"], .heatPumpMeter), (["charger"], .charger),
        (["heat_pump"], .heatPump), (["garage"], .garagePV),
    ]

    @Test func `an unplugged device is missed, said and found again, and the others lose nothing`() async throws {
        let start = Instant("2026-06-10T10:00:00Z")!
        try await TestDatabase.with { uri in
            let house = try await LivingHouse(uri: uri, start: start)
            try await house.createSite()
            let length = Duration.seconds(600)
            try await house.withWorker {
                try await house.live(until: start + .seconds(600))
                for (turn, _) in Self.turns.enumerated() {
                    let from = start + .seconds(600) + length * turn
                    house.simulator.faults.set([Fault(Self.turns[turn].unplugged, .unplugged, from: from, until: from + .seconds(180))])
                    try await house.live(until: from + length)
                }
                try await house.live(until: house.clock.now + .seconds(300))
            }
            let connection = try await PostgresConnection(uri)
            for (turn, (devices, _)) in Self.turns.enumerated() {
                let from = start + .seconds(600) + length * turn
                for device in ["inverter", "meter_grid", "meter_heat_pump", "charger", "heat_pump", "garage"] {
                    let gap = try await Self.longestGap(connection, device, from - .seconds(60), from + length)
                    if devices.contains(device) {
                        #expect(gap >= 180 && gap <= 300, "\(device), unplugged for 180 s, was silent for \(gap) s")
                    } else {
                        #expect(gap <= 20, "\(device) missed \(gap) s while \(devices[0]) was unplugged")
                    }
                }
            }
            let raised = try await connection.query(
                "select distinct subject from ems.alert where code = 'device_silent' and state = 'resolved' order by 1")
            let subjects = try raised.map { try $0.decode("subject", as: String.self) }
            #expect(subjects == ["charger", "garage", "heat_pump", "inverter", "meter_grid", "meter_heat_pump"])
            let alerts = try await DayInTheLifeTests.openAlerts(connection)
            #expect(alerts == [])
            // The last word on every setting is that it was verified.
            let unsettled = try await connection.query(
                """
                select distinct on (c.device_id, c.point) c.point, c.state from ems.command as c order by c.device_id, c.point, c.command_id desc
                """)
            for row in unsettled {
                let (point, state) = (try row.decode("point", as: String.self), try row.decode("state", as: String.self))
                #expect(["verified", "superseded"].contains(state), "\(point)")
            }
            #expect(house.simulator.writeLog.identical.isEmpty)
            await connection.close()
            await house.close()
        }
    }

    /// Longest time between two stored frames of a device, or to the ends of the range, s.
    static func longestGap(_ connection: PostgresConnection, _ device: String, _ from: Instant, _ to: Instant) async throws -> Double {
        try await connection.query(
            """
            with at as (
              select f.measured_at as at from ems.telemetry_frame as f join ems.device as d using (site_id, device_id)
              where d.device = $1 and f.measured_at >= $2 and f.measured_at < $3
              union all select $2 union all select $3
            ), step as (select extract(epoch from lead(at) over (order by at) - at) as gap from at)
            select max(gap)::double precision as gap from step
            """, [PostgresValue(device), PostgresValue(from.description), PostgresValue(to.description)])[0].decode("gap")
    }
}
