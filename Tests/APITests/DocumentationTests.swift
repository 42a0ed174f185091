@testable import API
import HTTPTypes
import NIOCore
import Testing

/// What the doors say about themselves.
struct DocumentationTests {
    @Test func `Every door is in the document, and every operation has a name of its own`() {
        let document = ControlDocument().json
        var names: [String] = []
        for route in ControlRoute.all {
            let operation = document[key: "paths"]?[key: "/api/v1/" + route.pattern.joined(separator: "/")]?[key: route.method.lowercased()]
            #expect(operation?[key: "summary"]?.string == route.summary)
            names.append(operation?[key: "operationId"]?.string ?? "")
        }
        #expect(Set(names).count == ControlRoute.all.count)
    }

    @Test func `The page needs nothing from elsewhere and shows every path`() async throws {
        try await HouseServer.with { (house) async throws in
            let page = String(buffer: try await house.client.executeRequest(uri: "/api/v1/docs", method: .get, headers: [:], body: nil).body)
            #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"))
            for route in ControlRoute.all { #expect(page.contains("/api/v1/" + route.pattern.joined(separator: "/"))) }
            let document = try await house.ask(.get, "/api/v1/openapi.json", as: nil)
            #expect(document.body?[key: "openapi"] == "3.0.3")
        }
    }

    @Test func `Text from the catalogue cannot become markup`() {
        #expect(DocumentationPage.escape(#"<a href="x">&</a>"#) == "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;")
    }
}
