@testable import API
import HTTPTypes
import Postgres
import Testing

/// Events over a real socket: what listeners see, and who may listen.
struct EventTests {
    private let path = "/api/v1/sites/home01/events"

    private func listen(_ house: HouseServer, after id: String? = nil) async throws -> EventStreamClient {
        var headers = ["Authorization": "Bearer \(try house.token("ems_guest"))"]
        headers["Last-Event-ID"] = id
        return try EventStreamClient(port: house.client.port, path: path, headers: headers)
    }

    private func measure(_ house: HouseServer, _ watts: Int) async throws {
        try await house.database.query(
            "select ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w}', array[now()], array[$1::double precision], now())", [PostgresValue(String(watts))])
    }

    @Test func `A listener is told all that holds, then what changes`() async throws {
        try await HouseServer.with { (house) async throws in
            try await measure(house, 1111)
            let stream = try await listen(house)
            let first = try await stream.read(until: "id: ")
            #expect(first.contains("200 OK"))
            #expect(first.lowercased().contains("content-type: text/event-stream"))
            #expect(first.contains("retry: 2000"))
            #expect(first.contains("event: snapshot"))
            #expect(first.contains("1111"))
            try await measure(house, 2222)
            #expect(try await stream.read(until: "2222").contains("event: telemetry"))
            try await house.database.script("select ems.fn_alert_raise('home01', 'device_silent', 'charger', 'no answer at all', now())")
            #expect(try await stream.read(until: "no answer at all").contains("event: alert"))
            try await house.database.script("select ems.fn_job_request('home01', 'plan_rolling', '{}', 'anna', now())")
            #expect(try await stream.read(until: "plan_rolling").contains("event: job"))
        }
    }

    @Test func `What happened during a break comes after it, from another process too`() async throws {
        try await HouseServer.with { (house) async throws in
            try await measure(house, 1111)
            let id: String? = try await {
                let stream = try await listen(house)
                _ = try await stream.read(until: "id: ")
                _ = try await stream.read(until: "\n\n")
                return stream.lastID
            }()
            try await house.database.script("select ems.fn_alert_raise('home01', 'device_silent', 'charger', 'while nobody heard', now())")
            try await house.again { other in
                let stream = try await listen(other, after: try #require(id))
                let text = try await stream.read(until: "while nobody heard")
                #expect(!text.contains("event: snapshot"))
            }
        }
    }

    @Test func `An id of another database brings a snapshot`() async throws {
        try await HouseServer.with { (house) async throws in
            let stream = try await listen(house, after: "4611686018427387904")
            #expect(try await stream.read(until: "id: ").contains("event: snapshot"))
        }
    }

    @Test func `Nobody listens without a login, or to a house that is not there`() async throws {
        try await HouseServer.with { (house) async throws in
            #expect(try await house.ask(.get, path, as: nil).status == 401)
            let unknown = try await house.ask(.get, "/api/v1/sites/nowhere/events", as: "ems_guest")
            #expect(unknown.status == 404)
            #expect(unknown.body?[key: "code"] == .string("SA404"))
        }
    }
}
