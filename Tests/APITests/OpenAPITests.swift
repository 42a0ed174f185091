@testable import API
import HTTPTypes
import NIOCore
import Testing

struct OpenAPITests {
    private func document(_ client: TestClient, _ token: String? = nil) async throws -> JSONValue {
        let response = try await client.executeRequest(
            uri: "/rest/", method: .get, headers: token.map { [.authorization: "Bearer \($0)"] } ?? [:], body: nil)
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "application/openapi+json; charset=utf-8")
        return try #require(JSONReader.value(String(buffer: response.body)))
    }

    @Test func `the root describes tables, columns, keys and functions from the catalogue`() async throws {
        try await FixtureServer.with { client in
            let document = try await document(client)
            #expect(document[key: "swagger"] == "2.0")
            #expect(document[key: "basePath"] == "/rest")
            #expect(document[key: "info"]?[key: "title"] == "Fixture API")
            #expect(document[key: "info"]?[key: "description"] == "Everything the tests need.")
            let clients = try #require(document[key: "paths"]?[key: "/clients"])
            #expect(clients[key: "get"]?[key: "summary"] == "Clients")
            #expect(clients[key: "get"]?[key: "description"] == "Who pays.")
            #expect(clients[key: "post"] != nil && clients[key: "patch"] != nil && clients[key: "delete"] != nil)
            #expect(document[key: "paths"]?[key: "/task_summary"]?[key: "post"] == nil)
            let columns = try #require(document[key: "definitions"]?[key: "clients"]?[key: "properties"])
            #expect(columns[key: "id"]?[key: "description"] == "Note:\nThis is a Primary Key.<pk/>")
            #expect(columns[key: "name"]?[key: "description"] == "Full name")
            let project = try #require(document[key: "definitions"]?[key: "projects"]?[key: "properties"])
            #expect(project[key: "client_id"]?[key: "description"] == "Note:\nThis is a Foreign Key to `clients.id`.<fk table='clients' column='id'/>")
            #expect(project[key: "budget"]?[key: "default"] == .number("100.50"))
            #expect(project[key: "tags"]?[key: "items"] == ["type": "string"])
            let item = try #require(document[key: "definitions"]?[key: "items"]?[key: "properties"])
            #expect(item[key: "mood"]?[key: "enum"] == ["sad", "ok", "happy"])
            #expect(item[key: "name"]?[key: "maxLength"] == .number("20"))
            #expect(item[key: "share"]?[key: "format"] == "integer")
            #expect(document[key: "definitions"]?[key: "items"]?[key: "required"] == ["id", "name"])
            let add = try #require(document[key: "paths"]?[key: "/rpc/add"])
            #expect(add[key: "get"]?[key: "summary"] == "Adds")
            #expect(add[key: "post"] != nil)
            #expect(document[key: "paths"]?[key: "/rpc/nothing"]?[key: "get"] == nil)
        }
    }

    @Test func `it shows only what the role may use`() async throws {
        let token = try Tokens.hmac(["role": .text("apitest_author")])
        try await FixtureServer.with { client in
            let anonymous = try await document(client)
            #expect(anonymous[key: "paths"]?[key: "/forbidden"] == nil)
            #expect(anonymous[key: "paths"]?[key: "/rpc/greeting"] == nil)
            let author = try await document(client, token)
            #expect(author[key: "paths"]?[key: "/rpc/greeting"] != nil)
        }
        try await FixtureServer.with(change: { $0.openAPIMode = .ignorePrivileges }) { client in
            let everything = try await document(client)
            #expect(everything[key: "paths"]?[key: "/forbidden"] != nil)
        }
        try await FixtureServer.with(change: { $0.openAPIMode = .disabled }) { client in
            try await Case("GET", "/", 404, [:], .error("PGRST126", message: "Root endpoint metadata is disabled")).run(client)
        }
    }
}
