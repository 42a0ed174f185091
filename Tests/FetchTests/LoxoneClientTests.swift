import Fetch
import FetchTestSupport
import Foundation
import Synchronization
import Testing

struct LoxoneClientTests {
    private let credentials = Credentials(user: "ems", password: "tajné")

    private func client(_ server: LoopbackServer) -> LoxoneClient {
        LoxoneClient(
            baseURL: server.url + "/", credentials: credentials, http: HTTPClient(limits: HTTPLimits(connect: .seconds(5), total: .seconds(20))))
    }

    private func reply(_ reply: LoopbackServer.Reply) async throws -> LoxoneReply {
        try await LoopbackServer.with { _ in
            reply
        } _: {
            try await client($0).read("a")
        }
    }

    private func failure(_ answer: LoopbackServer.Reply) async -> LoxoneError? {
        await #expect(throws: LoxoneError.self) { try await reply(answer) }
    }

    @Test func `setting sends name and value percent-encoded with Basic`() async throws {
        let seen = Mutex<[String]>([])
        try await LoopbackServer.with { request in
            seen.withLock { $0.append("\(request.method) \(request.path) \(request.headers["authorization"] ?? "")") }
            return .init(#"<LL control="dev/sps/io/x" value="1" Code="200"/>"#)
        } _: { server in
            let loxone = client(server)
            try await loxone.set("Přebytek kW/1", to: "21.5")
            try await loxone.set("0f1e2d3c-0000-0000", to: "a/b č")
        }
        let basic = "Basic " + Data("ems:tajné".utf8).base64EncodedString()
        #expect(
            seen.withLock { $0 } == [
                "GET /dev/sps/io/P%C5%99ebytek%20kW%2F1/21.5 \(basic)", "GET /dev/sps/io/0f1e2d3c-0000-0000/a%2Fb%20%C4%8D \(basic)",
            ])
    }

    @Test(arguments: [
        #"<?xml version="1.0" encoding="utf-8"?><LL control="dev/sps/io/Out" value="21.5 °C" Code="200"/>"#,
        #"{"LL": {"control": "dev/sps/io/Out", "value": "21.5 °C", "Code": "200"}}"#,
        #"{"LL": {"control": "dev/sps/io/Out", "value": "21.5 °C", "code": 200}}"#,
    ])
    func `a reply is read as XML and as JSON`(text: String) async throws {
        let reply = try await reply(.init(text))
        #expect(reply == LoxoneReply(control: "dev/sps/io/Out", value: "21.5 °C", code: 200))
        #expect(reply.number == 21.5)
    }

    @Test(
        arguments: [
            ("21.5 °C", 21.5), ("-3.20kW", -3.2), (" 7", 7), ("+1.5e", 1.5), ("0", 0), ("1", 1), ("12%", 12), ("1.2.3", nil), ("On", nil), ("", nil),
            ("--3", nil), (".5", 0.5), ("²", nil),
        ] as [(String, Double?)])
    func `the number is what stands before the unit`(value: String, expected: Double?) {
        #expect(LoxoneReply(control: "", value: value, code: 200).number == expected)
    }

    @Test func `numbers in JSON are values too`() async throws {
        #expect(try await reply(.init(#"{"LL":{"control":"x","value":3.25,"Code":200}}"#)).number == 3.25)
    }

    @Test(
        arguments: [(404, .unknownInput), (408, .busy), (429, .busy), (503, .busy), (901, .busy), (500, .refused), (423, .refused)]
            as [(Int, LoxoneError.Code)])
    func `a code other than 200 is an error although HTTP says 200`(code: Int, expected: LoxoneError.Code) async {
        let error = await failure(.init(#"<LL control="x" value="" Code="\#(code)"/>"#))
        #expect(error?.code == expected)
        #expect(error?.status == code)
    }

    @Test(arguments: [(404, .unknownInput), (503, .busy), (500, .refused)] as [(Int, LoxoneError.Code)])
    func `an HTTP status other than 2xx is an error although the reply says 200`(status: Int, expected: LoxoneError.Code) async {
        let error = await failure(.init(status: status, #"<LL control="x" value="1" Code="200"/>"#))
        #expect(error?.code == expected)
        #expect(error?.status == status)
    }

    @Test(arguments: ["", "OK", "<html>Login</html>", #"{"LL":{}}"#, #"{"LL":{"value":"1","Code":"many"}}"#, "<LL/>"])
    func `what is no reply is unreadable`(text: String) async {
        #expect(await failure(.init(text))?.code == .unreadable)
    }

    @Test(arguments: [401, 403])
    func `after a denial nothing is sent any more`(status: Int) async throws {
        let calls = Mutex(0)
        try await LoopbackServer.with { _ in
            calls.withLock { $0 += 1 }
            return .init(
                status: status, "<html><body><errorcode>403</errorcode><errordetail>blocked<remaining>38</remaining></errordetail></body></html>")
        } _: { server in
            let loxone = client(server)
            for _ in 0..<5 {
                let error = await #expect(throws: LoxoneError.self) { try await loxone.set("a", to: "1") }
                #expect(error?.code == .denied)
                #expect(error?.lockedFor == .seconds(38))
                #expect(error.map { "\($0)\(String(reflecting: $0))" }?.contains("tajné") == false)
            }
        }
        #expect(calls.withLock { $0 } == 1)
    }

    @Test func `a denial in the reply's own code counts as well`() async throws {
        let error = await failure(.init(#"<LL control="x" value="" Code="403"/>"#))
        #expect(error?.code == .denied)
        #expect(error?.lockedFor == nil)
    }

    @Test func `after anything else the next call is sent`() async throws {
        let calls = Mutex(0)
        try await LoopbackServer.with { _ in
            calls.withLock {
                $0 += 1; return $0
            } == 1 ? .init(status: 503, "restarting") : .init(#"<LL control="x" value="On" Code="200"/>"#)
        } _: { server in
            let loxone = client(server)
            let error = await #expect(throws: LoxoneError.self) { try await loxone.read("a") }
            #expect(error?.code == .busy)
            let reply = try await loxone.read("a")
            #expect(reply.value == "On")
        }
    }

    @Test func `no Miniserver there is no reply`() async {
        let loxone = LoxoneClient(baseURL: "http://127.0.0.1:1", credentials: credentials, http: HTTPClient())
        let error = await #expect(throws: LoxoneError.self) { try await loxone.read("a") }
        #expect(error?.code == .noReply)
        #expect(error?.fetch?.code == .connection)
    }
}
