@testable import API
import HTTPTypes
import NIOCore
import Testing

/// A house as YAML: the round trip, and hostile documents. What a change does is tested in Tests/sql/api.
struct HouseConfigurationTests {
    private let path = "/api/v1/sites/home01/configuration"

    @Test func `What is read out changes nothing when it is written back`() async throws {
        try await HouseServer.with { (house) async throws in
            let exported = try await house.client.executeRequest(
                uri: path, method: .get, headers: [.authorization: "Bearer \(try house.token("ems_admin"))"], body: nil)
            let yaml = String(buffer: exported.body)
            #expect(exported.headers[.contentType] == "application/yaml; charset=utf-8")
            #expect(yaml.hasPrefix("site:\n  name: Home\n"), "\(yaml)")
            let back = try await house.ask(.put, path, as: "ems_admin", yaml, headers: ["Content-Type": "application/yaml"])
            #expect(back.status == 200 && back.body?[key: "changes"] == .array([]), "\(back)")
            let dry = try await house.ask(
                .put, path + "?dry_run=true", as: "ems_admin", yaml.replacing("fuse_a: 25", with: "fuse_a: 32"), headers: ["Content-Type": "application/yaml"])
            #expect(dry.body?[key: "dry_run"] == .bool(true))
            #expect(dry.body?[key: "changes"]?.text.contains("site.fuse_a") == true, "\(dry)")
            let wrong = try await house.ask(.put, path, as: "ems_admin", "site: {fuse_a: big}", headers: ["Content-Type": "application/yaml"])
            #expect(wrong.status == 422)
            #expect(wrong.body?[key: "message"]?.string?.hasPrefix("site.fuse_a: ") == true, "\(wrong)")
            #expect(try await house.ask(.get, path, as: "ems_operator").status == 403)
        }
    }

    @Test func `Plain scalars mean what they mean in JSON, all else is text`() throws {
        let document = try ConfigurationDocument.read("a: 17:30\nb: no\nc: 1.50\nd: '5'\ne: ~\nf: true\ng: 0x10\nh: [1, x]\ni: 2026-01-01\n")
        #expect(
            document
                == .object([
                    .init(key: "a", value: "17:30"), .init(key: "b", value: "no"), .init(key: "c", value: .number("1.50")), .init(key: "d", value: "5"),
                    .init(key: "e", value: .null), .init(key: "f", value: .bool(true)), .init(key: "g", value: "0x10"),
                    .init(key: "h", value: .array([.number("1"), "x"])), .init(key: "i", value: "2026-01-01"),
                ]))
    }

    @Test(arguments: ["yes", "17:30:00", "", " x", "x ", "[2025-01-01,)", "null", "1e3", "-", "ž#: {", "a\nb", "0.5", "2026-01-01", "#x", "\u{1F600}", "'\"", "\\"])
    func `Every text comes back as it was`(_ text: String) throws {
        let document = JSONValue.object([.init(key: "k", value: .array([.string(text), .number("1.25"), .null, .bool(false)]))])
        #expect(try ConfigurationDocument.read(try ConfigurationDocument.write(document)) == document)
    }

    @Test(arguments: [
        String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000), String(repeating: "? ", count: 100_000), "a: *b", "a: [", "\t- x: [}",
        String(repeating: "x", count: 600_000), "a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]",
        (0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
    ])
    func `A hostile document is refused`(_ text: String) {
        #expect(throws: APIError.self) { try ConfigurationDocument.read(text) }
    }
}
