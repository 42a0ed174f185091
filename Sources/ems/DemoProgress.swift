import Foundation
import Postgres
import ServiceLifecycle

/// Says when each part of the house works, and then where to look.
struct DemoProgress: Service {
    let uri: String
    let address: String
    /// nil where somebody is administrator already.
    let setupLink: String?
    let say: @Sendable (String) -> Void

    private static let milestones: [(name: String, sql: String)] = [
        (
            "telemetry",
            """
            select format('%s values of %s devices', count(*), count(distinct device)) from ems.vw_latest_telemetry where site_id = 'home01' and not stale
            having count(distinct device) >= 6
            """
        ),
        (
            "prices",
            """
            select format('today %s to %s CZK/kWh, %s', round(min(buy_per_kwh), 2), round(max(buy_per_kwh), 2),
              case when max(starts_at) > date_trunc('day', now() at time zone 'Europe/Prague') at time zone 'Europe/Prague' + interval '30 hours' then 'tomorrow known too'
                else 'tomorrow is published after 13:00' end)
            from ems.vw_site_effective_price where site_id = 'home01' and starts_at >= date_trunc('day', now() at time zone 'Europe/Prague') at time zone 'Europe/Prague' having count(*) >= 92
            """
        ),
        (
            "forecast",
            "select format('%s kWh of sun in the next 48 hours, from %s', round(sum(pv_w)::numeric / 4000, 1), max(provider)) from ems.vw_forecast where site_id = 'home01' having max(provider) is not null"
        ),
        (
            "plan",
            """
            select format('%s CZK to the end of tomorrow, %s with plain self-consumption (%s)', round(cost::numeric, 2), round(self_consumption_cost::numeric, 2), status)
            from ems.vw_planning_run where site_id = 'home01' and current
            """
        ),
        ("setpoints", "select format('%s settings written and verified', count(*)) from ems.command where site_id = 'home01' and state = 'verified' having count(*) > 0"),
        ("audit", "select format('%s quarter-hours compared', count(*)) from ems.audit_interval where site_id = 'home01' and import_wh is not null having count(*) > 0"),
    ]

    func run() async throws {
        say("the house comes to life; the first audit follows within half an hour")
        do {
            try await cancelWhenGracefulShutdown { try await follow() }
        } catch is CancellationError {
            // Ended by the user before the house had done everything once.
        }
        try? await gracefulShutdown()
    }

    /// Watches until all was seen once, over as many connections as it takes.
    private func follow() async throws {
        var waiting = Self.milestones
        var told = false
        while !waiting.isEmpty {
            do {
                let connection = try await PostgresConnection(uri, applicationName: "ems-demo")
                try await watch(connection, &waiting, &told)
                await connection.close()
            } catch is PostgresError {
                // The database is away, which the worker says; the house goes on without it, and so does this.
                try await Task.sleep(for: .seconds(5))
            }
        }
    }

    private func watch(_ connection: PostgresConnection, _ waiting: inout [(name: String, sql: String)], _ told: inout Bool) async throws {
        while !waiting.isEmpty {
            for milestone in waiting {
                guard let text = try await connection.query(milestone.sql).first.map({ try $0.decode("format", as: String.self) }) else { continue }
                say("✓ \(milestone.name): \(text)")
                waiting.removeAll { $0.name == milestone.name }
            }
            if !told, waiting.allSatisfy({ $0.name == "audit" }) {
                told = true
                whereToLook()
            }
            try await Task.sleep(for: .seconds(2))
        }
    }

    private func whereToLook() {
        if let setupLink { say("make yourself a login, once, within a day:\n    \(setupLink)") }
        say(
            """
            look at
                \(address)/                                                      the page
            or look with curl:
                ems user add you@example.org --role operator            (asks for a password; --no-password: only tokens)
                TOKEN=$(ems user token you@example.org --name curl --role operator)
                curl -H "Authorization: Bearer $TOKEN" '\(address)/rest/vw_latest_telemetry?site_id=eq.home01'
            there are
                \(address)/rest/vw_latest_telemetry?site_id=eq.home01            what the devices say
                \(address)/rest/vw_plan?site_id=eq.home01&order=starts_at        the plan, slot by slot, with its reasons
                \(address)/rest/vw_command?order=created_at.desc&limit=20        what was written to the devices, and read back
                \(address)/rest/vw_audit_summary                                 what it cost and what it saved
                \(address)/rest/                                                 everything there is (OpenAPI)
                curl -H "Authorization: Bearer $TOKEN" -X POST '\(address)/api/v1/sites/home01/plan/run?type=rolling'    plan again
            """)
    }
}
