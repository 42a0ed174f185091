@testable import API
import Testing

/// Whose word counts about where a request comes from.
struct TrustedProxiesTests {
    private func address(_ ranges: [String], peer: String?, _ forwarded: [String]) throws -> String? {
        try TrustedProxies(ranges).client(peer: peer, isSecure: false, forwardedFor: forwarded, forwardedScheme: nil).address
    }

    @Test func `without a proxy of ours the connection says who it is`() throws {
        #expect(try address([], peer: "203.0.113.1", ["198.51.100.1"]) == "203.0.113.1")
        #expect(try address(["10.0.0.0/8"], peer: "203.0.113.1", ["198.51.100.1"]) == "203.0.113.1")
        #expect(try address(["10.0.0.0/8"], peer: nil, ["198.51.100.1"]) == nil)
    }

    @Test func `behind one it is the nearest address that is none of ours`() throws {
        #expect(try address(["10.0.0.0/8"], peer: "10.1.2.3", ["198.51.100.1"]) == "198.51.100.1")
        #expect(try address(["10.0.0.0/8"], peer: "10.1.2.3", ["192.0.2.66", "198.51.100.1", "10.9.9.9"]) == "198.51.100.1", "what stands before it anybody may have written")
        #expect(try address(["10.0.0.0/8"], peer: "10.1.2.3", []) == "10.1.2.3")
        #expect(try address(["10.0.0.0/8"], peer: "10.1.2.3", ["198.51.100.1", "nonsense"]) == "10.1.2.3")
        #expect(try address(["10.0.0.0/8"], peer: "10.1.2.3", ["10.0.0.7"]) == "10.0.0.7", "a client inside")
    }

    @Test func `ranges are counted in bits, of both families`() throws {
        #expect(try address(["192.0.2.128/25"], peer: "192.0.2.129", ["198.51.100.1"]) == "198.51.100.1")
        #expect(try address(["192.0.2.128/25"], peer: "192.0.2.127", ["198.51.100.1"]) == "192.0.2.127")
        #expect(try address(["0.0.0.0/0"], peer: "192.0.2.127", ["198.51.100.1"]) == "198.51.100.1")
        #expect(try address(["2001:db8::/33"], peer: "2001:db8:7fff::1", ["198.51.100.1"]) == "198.51.100.1")
        #expect(try address(["2001:db8::/33"], peer: "2001:db8:8000::1", ["198.51.100.1"]) == "2001:db8:8000::1")
        #expect(try address(["127.0.0.1"], peer: "::ffff:127.0.0.1", ["2001:db8::9"]) == "2001:db8::9")
    }

    @Test func `HTTPS at the proxy is HTTPS, if the proxy is ours`() throws {
        func secure(_ ranges: [String], _ scheme: String?, own: Bool = false) throws -> Bool {
            try TrustedProxies(ranges).client(peer: "10.0.0.1", isSecure: own, forwardedFor: [], forwardedScheme: scheme).isSecure
        }
        #expect(try secure(["10.0.0.1"], "https"))
        #expect(try !secure(["10.0.0.1"], "http", own: true))
        #expect(try secure(["10.0.0.1"], nil, own: true))
        #expect(try !secure([], "https"))
        #expect(try secure([], "http", own: true))
    }

    @Test(arguments: ["", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "proxy.example.org", "::/129", "10.0.0.0/-1", "1.2.3.4/8/9"])
    func `what is no range is refused by name`(_ text: String) {
        #expect(throws: APIConfigurationError.self) { try TrustedProxies([text]) }
    }
}
