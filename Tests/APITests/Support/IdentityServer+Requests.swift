@testable import API
import Foundation
import HTTPTypes
import NIOCore
import Postgres
import Testing

extension IdentityServer.House {
    struct Reply {
        let status: Int
        let headers: HTTPFields
        let text: String

        /// Body as JSON; null where it is none.
        var json: JSONValue { JSONReader.value(text) ?? .null }

        /// A member of the body, as text.
        subscript(_ key: String) -> String? { json[key: key].map { $0.string ?? $0.text } }

        /// Cookies that were set, by name.
        var cookies: [String: String] {
            Dictionary(headers[values: .setCookie].compactMap { cookie -> (String, String)? in
                let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                return pair.count == 2 ? (pair[0], pair[1]) : nil
            }) { _, last in last }
        }
    }

    /// - Parameter headers: names and values; the body is JSON.
    func ask(_ method: HTTPRequest.Method, _ path: String, _ headers: [String: String] = [:], _ body: String? = nil) async throws -> Reply {
        var fields = HTTPFields()
        if body != nil { fields[.contentType] = "application/json" }
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        let response = try await client.executeRequest(uri: path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) })
        return Reply(status: response.status.code, headers: response.headers, text: String(buffer: response.body))
    }

    func login(_ person: String, cookie: Bool = false) async throws -> Reply {
        try await ask(.post, "/rest/rpc/login", [:], #"{"email": "\#(person)@example.org", "password": "\#(IdentityServer.password)", "cookie": \#(cookie)}"#)
    }

    /// The header of somebody who is logged in.
    func bearer(_ person: String) async throws -> [String: String] {
        ["Authorization": "Bearer \(try #require(try await login(person)["access_token"]))"]
    }

    func scalar(_ sql: String) async throws -> String? {
        try await owner.query(sql).first?.decodeIfPresent("v")
    }
}
