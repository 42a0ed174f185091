import Fetch
import FetchTestSupport
import Site
import Testing

struct HTTPRequestTests {
    private let request = HTTPRequest(
        .get, "https://user:pw@api.example/KEY%2F1/estimate?securityToken=abc-123&key=KEY%2F1", headers: ["Authorization": "Bearer xyz"],
        credentials: Credentials(user: "ems", password: "heslo"), secrets: ["abc-123", "KEY/1", ""])

    @Test func `nothing that prints a request shows a secret`() {
        var dumped = ""
        dump(request, to: &dumped)
        dump(Credentials(user: "ems", password: "heslo"), to: &dumped)
        for text in [request.description, request.debugDescription, "\(request)", String(reflecting: request), request.shownURL, dumped] {
            for secret in ["abc-123", "KEY", "user:pw", "heslo", "xyz"] { #expect(!text.contains(secret)) }
        }
        #expect(request.description == "GET https://…@api.example/…/estimate?securityToken=…&key=…")
    }

    @Test func `an error about a request shows no secret either`() async throws {
        var request = request
        request.url = "http://127.0.0.1:1/abc-123?t=KEY%2F1"
        let error = await #expect(throws: FetchError.self) { try await HTTPClient().send(request) }
        let text = String(describing: error) + String(reflecting: error)
        #expect(text.contains("http://127.0.0.1:1/…?t=…"))
        for secret in ["abc-123", "KEY", "heslo", "xyz"] { #expect(!text.contains(secret)) }
    }

    @Test(arguments: [
        ("a b", "a%20b"), ("Vytápění 1.NP", "Vyt%C3%A1p%C4%9Bn%C3%AD%201.NP"), ("50%/h?#&+", "50%25%2Fh%3F%23%26%2B"), ("a-b_c.d~e", "a-b_c.d~e"),
        ("\n", "%0A"),
    ])
    func `percent-encoding leaves unreserved characters only`(text: String, expected: String) {
        #expect(text.percentEncoded == expected)
    }

    @Test func `a query keeps its order`() {
        #expect([("b", "1 2"), ("a", "ž")].queryString == "b=1%202&a=%C5%BE")
    }
}
