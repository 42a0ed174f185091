/// One GET or POST. What it prints never holds a secret.
public struct HTTPRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    public var method: Method
    /// `http` or `https`, already percent-encoded.
    public var url: String
    public var headers: [String: String]
    /// Sent with POST only.
    public var body: [UInt8]
    public var credentials: Credentials?
    /// Parts of the URL that must not be shown: tokens, keys.
    public var secrets: [String]

    public init(
        _ method: Method = .get, _ url: String, headers: [String: String] = [:], body: [UInt8] = [], credentials: Credentials? = nil,
        secrets: [String] = []
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.credentials = credentials
        self.secrets = secrets
    }

    /// The URL as it may be shown and stored: secrets, and a user before the host, replaced by `…`.
    public var shownURL: String { shown(url) }

    /// A text with everything secret about this request replaced by `…`.
    func shown(_ text: String) -> String {
        var hidden = secrets
        hidden += secrets.map(\.percentEncoded)
        if let credentials { hidden += [credentials.password, credentials.password.percentEncoded] }
        hidden += headers.filter { Self.secretHeaders.contains($0.key.lowercased()) }.map(\.value)
        if let user = userInfo { hidden.append(user) }
        return hidden.filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }.reduce(text) {
            $0.split(separator: $1, omittingEmptySubsequences: false).joined(separator: "…")
        }
    }

    private static let secretHeaders: Set<String> = ["authorization", "proxy-authorization", "cookie", "x-api-key"]

    /// What stands between `://` and `@`.
    private var userInfo: String? {
        guard let start = url.firstRange(of: "://")?.upperBound else { return nil }
        let authority = url[start...].prefix { !"/?#".contains($0) }
        return authority.lastIndex(of: "@").map { String(authority[..<$0]) }
    }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(method.rawValue) \(shownURL)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["method": method, "url": shownURL]) }
}
