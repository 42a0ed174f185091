import Fetch
import FetchTestSupport
import Foundation
import Site
import Testing

struct HTTPClientTests {
    private let client = HTTPClient(limits: HTTPLimits(connect: .seconds(5), total: .seconds(20), bodyBytes: 1 << 20))

    @Test func `a GET brings status, headers and body`() async throws {
        try await LoopbackServer.with { request in
            .init(headers: ["X-Seen": "\(request.method) \(request.path)?\(request.query)", "content-type": "text/plain"], "Ahoj")
        } _: { server in
            let response = try await client.send(HTTPRequest(.get, server.url + "/a%20b?c=d"))
            #expect(response.status == 200)
            #expect(response.text == "Ahoj")
            #expect(response.headers["x-seen"] == "GET /a%20b?c=d")
            #expect(response.contentType == "text/plain")
        }
    }

    @Test(arguments: [204, 304, 400, 404, 429, 500, 503])
    func `a status is an answer, not an error`(status: Int) async throws {
        try await LoopbackServer.with { _ in
            .init(status: status, status == 204 || status == 304 ? "" : "no")
        } _: { server in
            let response = try await client.send(HTTPRequest(.get, server.url))
            #expect(response.status == status)
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect keeps POST a POST, its body and its headers`(status: Int) async throws {
        try await LoopbackServer.with { request in
            guard request.path == "/new" else { return .init(status: status, headers: ["Location": "/new"], "moved") }
            return .init("\(request.method) \(request.headers["soapaction"] ?? "-") \(String(decoding: request.body, as: UTF8.self))")
        } _: { server in
            let response = try await client.send(HTTPRequest(.post, server.url + "/old", headers: ["SOAPAction": "a"], body: Array("<x/>".utf8)))
            #expect(response.text == "POST a <x/>")
            #expect(response.headers["location"] == nil)
        }
    }

    @Test func `an empty POST is sent as one`() async throws {
        try await LoopbackServer.with {
            .init("\($0.method) \($0.body.count) \($0.headers["content-length"] ?? "-")")
        } _: { server in
            let response = try await client.send(HTTPRequest(.post, server.url))
            #expect(response.text == "POST 0 0")
        }
    }

    @Test func `a circle of redirects ends as an error`() async throws {
        try await LoopbackServer.with { _ in
            .init(status: 302, headers: ["Location": "/again"], "")
        } _: { server in
            await expect(.redirect) { try await client.send(HTTPRequest(.get, server.url)) }
        }
    }

    @Test func `a redirect to a file is not followed`() async throws {
        try await LoopbackServer.with { _ in
            .init(status: 302, headers: ["Location": "file:///etc/passwd"], "")
        } _: { server in
            await expect(.redirect) { try await client.send(HTTPRequest(.get, server.url)) }
        }
    }

    @Test func `a silent server is a timeout, before and in the middle of the body`() async throws {
        let client = HTTPClient(limits: HTTPLimits(connect: .seconds(5), total: .milliseconds(150)))
        for chunks in [[], [Array("half".utf8)]] as [[[UInt8]?]] {
            try await LoopbackServer.with { _ in
                .init(chunks: chunks, hangs: true)
            } _: { server in
                await expect(.timeout) { try await client.send(HTTPRequest(.get, server.url)) }
            }
        }
    }

    @Test func `an answer cut before its end is a connection error`() async throws {
        try await LoopbackServer.with { _ in
            .init(chunks: [Array("half".utf8), nil])
        } _: { server in
            await expect(.connection) { try await client.send(HTTPRequest(.get, server.url)) }
        }
    }

    @Test func `nobody listening is a connection error that may pass`() async throws {
        let error = await #expect(throws: FetchError.self) { try await client.send(HTTPRequest(.get, "http://127.0.0.1:1/")) }
        #expect(error?.code == .connection)
        #expect(error?.isTransient == true)
    }

    @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/passwd", "http://", "nonsense", "http://127.0.0.1/\u{0}", "http://127.0.0.1/a\r\nX: y"])
    func `what is not an HTTP URL is refused`(url: String) async {
        let error = await #expect(throws: FetchError.self) { try await client.send(HTTPRequest(.get, url)) }
        #expect(error?.code == .invalidRequest || (error?.code == .connection && url == "nonsense"))
    }

    @Test func `a header cannot be smuggled in through another one's value`() async {
        await expect(.invalidRequest) { try await client.send(HTTPRequest(.get, "http://127.0.0.1:1/", headers: ["A": "b\r\nC: d"])) }
    }

    @Test func `a body larger than the limit is refused, with and without a length told ahead`() async throws {
        let kilobyte = [UInt8](repeating: 0x61, count: 1024)
        try await LoopbackServer.with { request in
            .init(chunks: Array(repeating: kilobyte, count: request.path == "/fits" ? 1024 : 1025))
        } _: { server in
            let response = try await client.send(HTTPRequest(.get, server.url + "/fits"))
            #expect(response.body.count == 1 << 20)
            await expect(.tooLarge) { try await client.send(HTTPRequest(.get, server.url)) }
        }
    }

    @Test func `compressed answers are unpacked, and their limit is the unpacked size`() async throws {
        let small = try #require(Data(base64Encoded: Self.gzipOfPrice))
        try await LoopbackServer.with { request in
            #expect(request.headers["accept-encoding"]?.contains("gzip") == true)
            return .init(headers: ["Content-Encoding": "gzip"], chunks: [Array(small)])
        } _: { server in
            let response = try await client.send(HTTPRequest(.get, server.url))
            #expect(response.text == #"{"price":1}"#)
            let narrow = HTTPClient(limits: HTTPLimits(bodyBytes: 10))
            await expect(.tooLarge) { try await narrow.send(HTTPRequest(.get, server.url)) }
        }
    }

    @Test func `broken compression is an error`() async throws {
        try await LoopbackServer.with { _ in
            .init(headers: ["Content-Encoding": "gzip"], "not gzip at all")
        } _: { server in
            await expect(.connection) { try await client.send(HTTPRequest(.get, server.url)) }
        }
    }

    @Test func `credentials travel as Basic and not to another host`() async throws {
        try await LoopbackServer.with {
            .init("\($0.headers["authorization"] ?? "none")")
        } _: { other in
            try await LoopbackServer.with { request in
                request.path == "/away"
                    ? .init(status: 307, headers: ["Location": other.url], "") : .init("\(request.headers["authorization"] ?? "none")")
            } _: { server in
                let credentials = Credentials(user: "dům", password: "tajné:heslo")
                let response = try await client.send(HTTPRequest(.get, server.url, credentials: credentials))
                #expect(response.text == "Basic " + Data("dům:tajné:heslo".utf8).base64EncodedString())
                #expect(try await client.send(HTTPRequest(.get, server.url + "/away", credentials: credentials)).text == "none")
                #expect(try await client.send(HTTPRequest(.get, server.url)).text == "none")
            }
        }
    }

    @Test func `cancelling ends a transfer under way and those behind it`() async throws {
        try await LoopbackServer.with { _ in
            .init(chunks: [Array("half".utf8)], hangs: true)
        } _: { server in
            let tasks = (0..<3).map { _ in Task { try await client.send(HTTPRequest(.get, server.url)) } }
            for task in tasks { task.cancel() }
            for task in tasks {
                let error = await #expect(throws: FetchError.self) { try await task.value }
                #expect(error?.code == .cancelled)
            }
        }
    }

    @Test func `twenty at once are answered one after another`() async throws {
        try await LoopbackServer.with {
            .init($0.path)
        } _: { server in
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for index in 0..<20 { group.addTask { try await client.send(HTTPRequest(.get, server.url + "/\(index)")).text } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(answers == Set((0..<20).map { "/\($0)" }))
        }
    }

    /// gzip of `{"price":1}`.
    private static let gzipOfPrice = "H4sIAAAAAAACA6tWKijKTE5VsjKsBQCxY0jpCwAAAA=="

    private func expect(_ code: FetchError.Code, _ body: () async throws -> HTTPResponse) async {
        let error = await #expect(throws: FetchError.self) { try await body() }
        #expect(error?.code == code)
    }
}
