import Postgres
import TestSupport
import Testing

/// What touches the settings of a site takes several rows, each function in an order of its own: two at once could wait for each other.
struct SettingsLockTests {
    static let calls = [
        "select ems.fn_setting_read('home01', 'inverter', '{work_mode}', '{1}', now())",
        "select ems.fn_command_verified('home01', 1, 1, now())",
        "select ems.fn_control_release('home01', null, 'test', now())",
        "select ems.fn_setpoint_make('home01', now())",
        "select ems.fn_setpoint_due('home01', 'worker', now())",
        "select ems.fn_guard_wrote('home01', 'charger', 'car_current_limit_a', 6, 'worker', 'fuse_exceeded', 'test', now())",
    ]

    @Test func `one after the other`() async throws {
        try await TestDatabase.with { uri in
            let (one, other) = (try await PostgresConnection(uri), try await PostgresConnection(uri))
            try await one.script(
                """
                select ems.fn_demo_site('home01', 'Home', '{
                  "inverter": {"host": "127.0.0.1", "port": 1502}, "meter": {"host": "127.0.0.1", "port": 1503}, "charger": {"host": "127.0.0.1", "port": 1504},
                  "heat_pump": {"host": "127.0.0.1", "port": 1505}, "garage": {"host": "127.0.0.1", "port": 1506}, "building": {"host": "127.0.0.1", "port": 1507}}', 'control', now());
                insert into ems.command (site_id, device_id, point, value, step, purpose, author, reason, created_at, due_at, expires_at)
                select 'home01', device_id, 'work_mode', 1, 1, 'setpoint', 'test', 'test', now(), now(), now() + interval '1 hour' from ems.device where device = 'inverter'
                """)
            try await other.script("set lock_timeout = '20ms'")
            for held in Self.calls {
                try await one.script("begin; \(held)")
                for call in Self.calls {
                    let error = await #expect(throws: PostgresError.self, "\(call) beside \(held)") { try await other.script(call) }
                    #expect(error?.sqlState == "55P03")
                }
                try await one.script("rollback")
                try await other.script("begin; \(held); rollback")
            }
            await one.close()
            await other.close()
        }
    }
}
