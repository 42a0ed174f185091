public import Fetch
public import Site

/// The ENTSO-E transparency platform, document A44 (day-ahead prices); needs a token.
public struct ENTSOESource: PriceSource {
    public static let endpoint = "https://web-api.tp.entsoe.eu/api"

    public let name = "entsoe"
    private let endpoint: String
    private let token: String

    /// - Parameter endpoint: `https://external-api.tp.entsoe.eu/api` is the platform's second host.
    public init(token: String, endpoint: String = Self.endpoint) {
        self.token = token
        self.endpoint = endpoint
    }

    /// Energy identification codes of bidding zones.
    private static let areas = [
        "AT": "10YAT-APG------L", "BE": "10YBE----------2", "CZ": "10YCZ-CEPS-----N", "DE-LU": "10Y1001A1001A82H", "SK": "10YSK-SEPS-----K",
    ]

    /// A market may also be named by its own code of 16 characters.
    static func area(_ market: String) -> String? { areas[market] ?? (market.utf8.count == 16 && market.hasPrefix("10Y") ? market : nil) }

    public func serves(_ market: String) -> Bool { Self.area(market) != nil }

    /// Bounds are minutes in UTC, so that a day is its own 23, 24 or 25 hours.
    public func request(for day: LocalDay, market: String) -> HTTPRequest? {
        Self.area(market).map { area in
            let query = [
                ("securityToken", token), ("documentType", "A44"), ("in_Domain", area), ("out_Domain", area),
                ("periodStart", Self.minute(day.startsAt)), ("periodEnd", Self.minute(day.endsAt)),
            ].queryString
            return HTTPRequest(.get, "\(endpoint)?\(query)", secrets: [token])
        }
    }

    public func fetch(
        _ day: LocalDay, market: String, with client: HTTPClient, at now: Instant
    ) async throws(FetchError) -> Fetched<PriceDocument> {
        guard let request = request(for: day, market: market) else { throw unknown(market) }
        let response = try await client.send(request)
        return Fetched(source: name, parts: [.init(request, response)], outcome: parse(response, day: day, market: market, at: now))
    }

    /// Over the limit of 400 requests a minute the platform bans for ten minutes.
    private static let ban = Duration.seconds(600)

    /// An acknowledgement that says "No matching data found" means not published, with HTTP 200 and with 400.
    public func parse(_ response: HTTPResponse, day: LocalDay, market: String, at now: Instant) -> Outcome<PriceDocument> {
        if response.status == 429 {
            return .unreadable(Unreadable(.quota, "HTTP 429: \(response.excerpt)", retryAt: response.retryAt(now: now) ?? now + Self.ban))
        }
        guard let area = Self.area(market) else { return .unreadable(Unreadable(.refused, unknown(market).message)) }
        let root: XMLTree
        do {
            root = try response.xml()
        } catch {
            return .unreadable(response.refusal(now: now) ?? error)
        }
        if root.name == "Acknowledgement_MarketDocument" {
            let text = root["Reason"]?["text"]?.text ?? ""
            if root["Reason"]?["code"]?.text == "999", text.lowercased().contains("no matching data found") { return .notPublished }
            return .unreadable(Unreadable(.refused, "ENTSO-E: \(text.prefix(160))"))
        }
        if let refusal = response.refusal(now: now) { return .unreadable(refusal) }
        guard root.name == "Publication_MarketDocument" else {
            return .unreadable(Unreadable(.malformed, "\(root.name) instead of a publication: \(response.excerpt)"))
        }
        return ENTSOEPublication(root, area: area, day: day).outcome(source: name, market: market)
    }

    /// `202603282300`
    private static func minute(_ instant: Instant) -> String {
        String(instant.description.filter(\.isNumber).prefix(12))
    }
}
