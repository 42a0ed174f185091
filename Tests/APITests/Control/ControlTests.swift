@testable import API
import HTTPTypes
import Testing

/// The doors of `/api/v1` over HTTP; what they do is tested in Tests/sql/api.
struct ControlTests {
    private let overrides = "/api/v1/sites/home01/overrides"

    @Test func `An override is made, listed and taken back`() async throws {
        try await HouseServer.with { (house) async throws in
            let made = try await house.ask(.post, overrides, #"{"kind": "car_now", "reason": "trip", "minutes": 60}"#)
            #expect(made.status == 201, "\(made)")
            guard case .number(let id)? = made.body?[key: "override_id"] else { throw APIError.connectionLost }
            #expect(made.headers[.location] == "\(overrides)/\(id)")
            guard case .array(let list)? = try await house.ask(.get, overrides).body else { throw APIError.connectionLost }
            #expect(list.count == 1)
            #expect(try await house.ask(.delete, "\(overrides)/\(id)").body?[key: "cancelled"] == .bool(true))
        }
    }

    @Test func `A key makes a request harmless to send again`() async throws {
        try await HouseServer.with { (house) async throws in
            let key = ["Idempotency-Key": "4f6c"]
            let first = try await house.ask(.post, "/api/v1/sites/home01/plan/run?type=daily", headers: key)
            let second = try await house.ask(.post, "/api/v1/sites/home01/plan/run?type=daily", headers: key)
            #expect(first.status == 202 && second.status == 202)
            #expect(first.body?[key: "job"] == .string("plan_daily"))
            #expect(first.body?.text == second.body?.text)
            #expect(second.headers[.init("Idempotent-Replayed")!] == "true")
            let other = try await house.ask(.post, "/api/v1/sites/home01/plan/run", headers: key)
            #expect(other.status == 422, "\(other)")
            guard case .number(let id)? = first.body?[key: "job_run_id"] else { throw APIError.connectionLost }
            let run = try await house.ask(.get, "/api/v1/sites/home01/jobs/\(id)", as: "ems_guest")
            #expect(run.body?[key: "state"] == .string("waiting"), "\(run)")
        }
    }

    @Test(arguments: [
        ("POST", "/overrides", #"{"kind": "car_now", "reason": "x", "minutes": 60, "colour": "red"}"#, 400, "SA400"),
        ("POST", "/overrides", "[1]", 400, "SA400"),
        ("POST", "/overrides", "{", 400, "SA400"),
        ("POST", "/overrides", #"{"kind": "car_now", "reason": "x"}"#, 422, "SA422"),
        ("POST", "/overrides", #"{"kind": "car_now", "reason": "x", "minutes": "soon"}"#, 400, "22P02"),
        ("DELETE", "/overrides/99", "", 404, "SA404"),
        ("DELETE", "/overrides/x", "", 400, "22P02"),
        ("PUT", "/overrides", "{}", 405, "SA405"),
        ("GET", "/nothing", "", 404, "SA404"),
        ("GET", "/jobs/1", "", 404, "SA404"),
        ("POST", "/control-mode", #"{"mode": "party"}"#, 422, "SA422"),
        ("POST", "/alerts/1/acknowledge", "", 404, "SA404"),
        ("POST", "/plan/run?colour=red", "", 400, "SA400"),
        ("POST", "/audit/fill?from=%FF", "", 400, "PGRST100"),
        ("POST", "/safety-lock/reset", "", 403, "42501"),
    ])
    func `A request that cannot be meant is refused in words`(_ refused: (method: String, path: String, body: String, status: Int, code: String)) async throws {
        try await HouseServer.with { (house) async throws in
            let answer = try await house.ask(
                .init(rawValue: refused.method)!, "/api/v1/sites/home01\(refused.path)", refused.body.isEmpty ? nil : refused.body)
            #expect(answer.status == refused.status, "\(answer)")
            #expect(answer.body?[key: "code"] == .string(refused.code), "\(answer)")
        }
    }

    @Test func `Nobody in particular orders nothing, a guest neither`() async throws {
        try await HouseServer.with { (house) async throws in
            #expect(try await house.ask(.post, "/api/v1/sites/home01/plan/run", as: nil).status == 401)
            #expect(try await house.ask(.post, "/api/v1/sites/home01/plan/run", as: "ems_guest").status == 403)
        }
    }
}
