import Postgres
import Simulator
import Site

/// Site `home01` with the devices of a simulated house.
enum DemoSite {
    static func create(_ connection: PostgresConnection, _ endpoints: SimulatorEndpoints, mode: String, at: Instant) async throws {
        func entry(_ port: UInt16, _ rest: String = "") -> String { #"{"host": "127.0.0.1", "port": \#(port), "request_gap_ms": 0\#(rest)}"# }
        let gateways = """
            {"inverter": \(entry(endpoints.port(.inverter), #", "line": "9600 8N1""#)), "meter": \(entry(endpoints.port(.gridMeter))),
             "charger": \(entry(endpoints.port(.charger))), "heat_pump": \(entry(endpoints.port(.heatPump), #", "line": "9600 8E1""#)),
             "garage": \(entry(endpoints.port(.garagePV))), "building": \(entry(endpoints.ports.http, #", "secret_name": "loxone""#))}
            """
        try await connection.query(
            "select ems.fn_demo_site('home01', 'Demo', $1, $2, $3)", [PostgresValue(gateways), PostgresValue(mode), PostgresValue(at.description)])
    }
}
