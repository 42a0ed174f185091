public import Fetch
public import Site

/// Where day-ahead prices can be downloaded.
public protocol PriceSource: Sendable {
    /// As it is written in documents: `ote`.
    var name: String { get }

    /// Whether the source has a market, by our code (`CZ`, `DE-LU`, …).
    func serves(_ market: String) -> Bool

    /// Downloads the prices of a delivery day, which is a day in the market's own zone.
    ///
    /// - Parameter now: when the answer counts as received; `retryAt` is reckoned from it.
    /// - Throws: when there is no answer, or `.invalidRequest` for a market the source does not have.
    func fetch(_ day: LocalDay, market: String, with client: HTTPClient, at now: Instant) async throws(FetchError) -> Fetched<PriceDocument>
}

extension PriceSource {
    func unknown(_ market: String) -> FetchError { FetchError(.invalidRequest, "\(name) has no market \(market)") }
}
