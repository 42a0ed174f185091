import Fetch
import Site
import Testing

struct HTTPResponseTests {
    private let now = Instant("2026-03-29T01:00:00Z")!

    @Test(arguments: [
        (["retry-after": "120"], "2026-03-29T01:02:00Z"), (["retry-after": "0"], "2026-03-29T01:00:00Z"),
        // The server's clock is a year ahead of ours.
        (["retry-after": "Mon, 29 Mar 2027 12:10:00 GMT", "date": "Mon, 29 Mar 2027 12:00:00 GMT"], "2026-03-29T01:10:00Z"),
        (["retry-after": "Sun, 29 Mar 2026 01:00:30 GMT"], "2026-03-29T01:00:30Z"),
        (["retry-after": "Sun, 29 Mar 2026 00:00:00 GMT"], "2026-03-29T01:00:00Z"),
    ])
    func `Retry-After is read in both forms`(headers: [String: String], expected: String) {
        #expect(HTTPResponse(status: 429, headers: headers, body: []).retryAt(now: now)?.description == expected)
    }

    @Test(arguments: [[:], ["retry-after": "soon"], ["retry-after": "-5"], ["retry-after": "99999999"], ["retry-after": ""]])
    func `an odd Retry-After is none`(headers: [String: String]) {
        #expect(HTTPResponse(status: 503, headers: headers, body: []).retryAt(now: now) == nil)
    }

    @Test(
        arguments: [
            (200, nil), (204, nil), (301, .malformed), (400, .refused), (401, .refused), (404, .refused), (408, .busy), (429, .quota), (500, .busy),
            (503, .busy),
        ] as [(Int, Unreadable.Kind?)])
    func `a status means one kind of refusal`(status: Int, kind: Unreadable.Kind?) {
        #expect(HTTPResponse(status: status, body: []).refusal(now: now)?.kind == kind)
    }

    @Test func `a page becomes one line`() {
        let page = "<html><body>\r\n<h1>Application\tis</h1>\n<p>not available</p>\u{7}</body>"
        #expect(HTTPResponse(status: 200, body: Array(page.utf8)).excerpt == "Application is not available")
        #expect(HTTPResponse(status: 200, body: Array(repeating: 0x61, count: 5000)).excerpt.count == 160)
        #expect(HTTPResponse(status: 200, body: [0xFF, 0xFE, 0x00]).excerpt.contains("\u{FFFD}"))
    }

    @Test func `markup where JSON belongs, wrong shapes and endless nesting are malformed`() {
        for text in [
            "<html>no</html>", "", "{", #"{"price": "a"}"#, "[1,2", String(repeating: "[", count: 1_000_000),
            String(repeating: #"{"a":"#, count: 1_000_000),
        ] {
            let error = #expect(throws: Unreadable.self) { try HTTPResponse(status: 200, body: Array(text.utf8)).json([String: Double].self) }
            #expect(error?.kind == .malformed)
        }
        #expect(throws: Never.self) { try HTTPResponse(status: 200, body: Array("\u{FEFF}{\"price\": 1}".utf8)).json([String: Double].self) }
    }

    @Test func `the place of a wrong value is named`() {
        let error = #expect(throws: Unreadable.self) {
            try HTTPResponse(status: 200, body: Array(#"{"a": [1, "x"]}"#.utf8)).json([String: [Int]].self)
        }
        #expect(error?.reason.contains("no Int at .a[1]") == true)
    }
}
