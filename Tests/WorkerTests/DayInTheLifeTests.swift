import Clock
import Foundation
import Postgres
import Simulator
import Site
import TestSupport
import Testing

/// A simulated day through the real worker, Modbus, HTTP and PostgreSQL.
struct DayInTheLifeTests {
    static let prague = Zone("Europe/Prague")!

    struct Day: CustomTestStringConvertible {
        var date: CivilDate
        var slots: Int

        init(_ date: String, slots: Int) {
            self.date = CivilDate(date)!
            self.slots = slots
        }

        var testDescription: String { "\(date) with \(slots) slots" }
    }

    @Test(arguments: [Day("2026-06-10", slots: 96), Day("2026-03-29", slots: 92), Day("2026-10-25", slots: 100)])
    func `a day balances, is verified, writes nothing twice and costs less than plain self-consumption`(_ day: Day) async throws {
        let local = LocalDay(day.date, in: Self.prague)
        try await TestDatabase.with { uri in
            let house = try await LivingHouse(uri: uri, start: local.startsAt - .seconds(900))
            // (the other lived suites read at the devices' own pace, and plan as often as shipped: most of a day's time would be planning)
            try await house.createSite(poll: .seconds(30), replan: .seconds(7200))
            let owner = house.simulator.house.snapshot()
            #expect(owner.batterySocPct > 0)
            var morning = owner
            var evening = owner
            try await house.withWorker {
                try await house.live(until: local.startsAt)
                morning = house.simulator.house.snapshot()
                try await house.live(until: local.endsAt)
                evening = house.simulator.house.snapshot()
                // the last slot's late samples, its aggregates, its audit
                try await house.live(until: local.endsAt + .seconds(1500))
            }
            let connection = try await PostgresConnection(uri)
            let audit = try await AuditTotals(connection, from: local.startsAt, to: local.endsAt)
            #expect(audit.slots == day.slots)
            #expect(audit.covered > 0.98)

            // 1 % of what flowed, and 20 Wh of rounding in meters that count in tens.
            for (energy, meter) in Self.meters {
                let truth = meter(evening.meters) - meter(morning.meters)
                let audited = try #require(audit.energyWh[energy])
                #expect(abs(audited - truth) <= 0.01 * truth + 20, "\(energy): \(audited) in the audit, \(truth) at the meter")
            }

            try await Self.expectVerified(connection)
            #expect(house.simulator.writeLog.identical.isEmpty)
            let alerts = try await Self.openAlerts(connection)
            #expect(alerts == [])

            // What is in the battery at the end counts like what it would cost to buy.
            #expect(audit.cost < audit.selfConsumptionCost + (audit.gainedWh - audit.selfConsumptionGainedWh) / 1000 * audit.meanBuyPerKWh)
            #expect(audit.cost < audit.noBatteryCost + audit.gainedWh / 1000 * audit.meanBuyPerKWh)
            let (twin, actual) = try house.selfConsumingTwin(from: local.startsAt, to: local.endsAt, prices: audit, against: (morning, evening))
            print("\(day.testDescription): \(audit.cost) against \(audit.selfConsumptionCost) imagined; \(actual) against \(twin) lived")
            #expect(actual < twin)
            await connection.close()
            await house.close()
        }
    }

    static let meters: [(String, @Sendable (TrueMeters) -> Double)] = [
        ("import_wh", { $0.gridImportPerPhaseWh.reduce(0, +) }), ("export_wh", { $0.gridExportPerPhaseWh.reduce(0, +) }),
        ("pv_wh", { $0.pvWh + $0.garageWh }), ("load_wh", { $0.loadWh }), ("battery_charge_wh", { $0.batteryChargeDCWh }),
        ("battery_discharge_wh", { $0.batteryDischargeDCWh }), ("ev_wh", { $0.carWh }), ("heat_pump_wh", { $0.heatPumpWh }),
    ]

    /// Every command ended verified, or was replaced before it left.
    static func expectVerified(_ connection: PostgresConnection, atLeast verified: Int = 30) async throws {
        var count: [String: Int] = [:]
        for row in try await connection.query("select state::text as state, count(*)::integer as count from ems.command group by state") {
            count[try row.decode("state")] = try row.decode("count")
        }
        #expect(count["verified", default: 0] >= verified)
        #expect(Set(count.keys).subtracting(["verified", "superseded"]) == [])
    }

    static func openAlerts(_ connection: PostgresConnection) async throws -> [String] {
        try await connection.query("select format('%s %s: %s', code, subject, message) as alert from ems.alert where state <> 'resolved' order by 1")
            .map { try $0.decode("alert") }
    }
}
