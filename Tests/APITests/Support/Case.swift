@testable import API
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

/// One request and everything its answer must be.
struct Case: Sendable, CustomTestStringConvertible {
    enum Body: Sendable {
        /// Compared member by member in order; only blanks between tokens do not count.
        case json(String)
        case text(String)
        /// Not even `Content-Length`.
        case none
        /// An error's code; message, details and hint where given.
        case error(String, message: String? = nil, details: String? = nil, hint: String? = nil)
    }

    var method: String
    var path: String
    var send: [String: String]
    var body: String
    var status: Int
    /// Header by name; an empty value means that the header is absent.
    var headers: [String: String]
    var answer: Body

    init(
        _ method: String, _ path: String, send: [String: String] = [:], body: String = "", _ status: Int, _ headers: [String: String] = [:],
        _ answer: Body
    ) {
        (self.method, self.path, self.send, self.body) = (method, path, send, body)
        (self.status, self.headers, self.answer) = (status, headers, answer)
    }

    /// GET that answers rows.
    static func rows(_ path: String, send: [String: String] = [:], _ json: String) -> Case {
        Case("GET", path, send: send, 200, ["Content-Type": "application/json; charset=utf-8"], .json(json))
    }

    /// GET that is refused.
    static func refused(_ path: String, send: [String: String] = [:], _ status: Int, _ code: String, message: String? = nil, details: String? = nil, hint: String? = nil) -> Case {
        Case(
            "GET", path, send: send, status,
            ["Content-Type": "application/json; charset=utf-8", "Proxy-Status": "PostgREST; error=\(code)"],
            .error(code, message: message, details: details, hint: hint))
    }

    var testDescription: String { "\(method) \(path) \(body.prefix(60))" }

    func run(_ client: TestClient, location: SourceLocation = #_sourceLocation) async throws {
        var fields = HTTPFields()
        for (name, value) in send { fields[try #require(HTTPField.Name(name))] = value }
        let response = try await client.executeRequest(
            uri: "/rest" + path, method: try #require(HTTPRequest.Method(rawValue: method)), headers: fields, body: ByteBuffer(string: body))
        let text = String(buffer: response.body)
        let what = Comment(rawValue: "\(testDescription) answered \(response.status.code) \(text.prefix(500))")
        #expect(response.status.code == status, what, sourceLocation: location)
        for (name, value) in headers {
            let found = response.headers[values: try #require(HTTPField.Name(name))].joined(separator: " | ")
            #expect(found == value, "\(testDescription): header \(name)", sourceLocation: location)
        }
        switch answer {
        case .none:
            #expect(text.isEmpty, what, sourceLocation: location)
            #expect(response.headers[.contentLength] == nil, what, sourceLocation: location)
        case .text(let expected):
            #expect(text == expected, what, sourceLocation: location)
        case .json(let expected):
            let found = JSONReader.value(text)
            #expect(found != nil, what, sourceLocation: location)
            #expect(found?.text == JSONReader.value(expected)?.text, "\(testDescription)", sourceLocation: location)
        case .error(let code, let message, let details, let hint):
            let found = JSONReader.value(text)
            #expect(found?[key: "code"] == .string(code), what, sourceLocation: location)
            guard case .object(let members)? = found else { return }
            #expect(members.map(\.key) == ["code", "details", "hint", "message"], what, sourceLocation: location)
            if let message { #expect(found?[key: "message"] == .string(message), what, sourceLocation: location) }
            if let details { #expect(found?[key: "details"] == .string(details), what, sourceLocation: location) }
            if let hint { #expect(found?[key: "hint"] == .string(hint), what, sourceLocation: location) }
        }
    }
}
