import Foundation
import Site
import Testing

@testable import Simulator

/// The Miniserver's web services (devices.md 6).
struct LoxoneTests {
    private static let login = "Basic " + Data("ems:ems-simulator".utf8).base64EncodedString()

    private func ask(_ server: LoxoneServer, _ path: [String], login: String = login, at now: String = "2026-06-14T08:00:00Z")
        -> ServiceReply
    {
        server.answer(
            ServiceRequest(
                method: "GET", path: path, query: [:], headers: ["authorization": login], body: "", now: Instant(now)!, effects: []))
    }

    @Test func `a value is set and read as XML and JSON`() throws {
        let server = LoxoneServer(LoxoneSettings())
        let set = ask(server, ["dev", "sps", "io", "EMS heat pump block", "On"])
        #expect(set.status == 200 && set.body.contains("value=\"On\" Code=\"200\"/>"))
        let read = try object(ask(server, ["jdev", "sps", "io", "EMS heat pump block"]))["LL"] as? [String: String]
        #expect(read == ["control": "dev/sps/io/EMS heat pump block", "value": "On", "Code": "200"])
        #expect(server.values["EMS heat pump block"] == "On")
    }

    @Test func `an unknown input is 404, in body and status`() {
        let reply = ask(LoxoneServer(LoxoneSettings()), ["dev", "sps", "io", "ems_mode", "1"])
        #expect(reply.status == 404 && reply.body.contains("Code=\"404\""))
    }

    @Test func `after five wrong logins even the right one is locked out for a while`() {
        let server = LoxoneServer(LoxoneSettings())
        for _ in 0..<5 { #expect(ask(server, ["dev", "sps", "io", "EMS_mode"], login: "Basic eDp5").status == 401) }
        let locked = ask(server, ["dev", "sps", "io", "EMS_mode"], at: "2026-06-14T08:02:00Z")
        #expect(locked.status == 403 && locked.body.contains("<remaining>180</remaining>"))
        #expect(ask(server, ["dev", "sps", "io", "EMS_mode"], at: "2026-06-14T08:05:00Z").status == 200)
    }
}
