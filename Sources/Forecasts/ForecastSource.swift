public import Fetch
public import Site

/// Where forecasts of weather or of PV power can be downloaded.
public protocol ForecastSource: Sendable {
    /// As it is written in documents: `open-meteo`.
    var name: String { get }

    /// Downloads the newest forecast. One request, so one call of the provider's budget.
    ///
    /// - Parameter now: when the answer counts as received; `retryAt` is reckoned from it.
    /// - Throws: when there is no answer, or `.invalidRequest` for a place the source cannot be asked about.
    func fetch(_ place: ForecastPlace, with client: HTTPClient, at now: Instant) async throws(FetchError) -> Fetched<ForecastDocument>

    /// Reads an answer that was received at `now`.
    func parse(_ response: HTTPResponse, place: ForecastPlace, at now: Instant) -> Outcome<ForecastDocument>
}

extension ForecastSource {
    func send(
        _ request: HTTPRequest, _ place: ForecastPlace, _ client: HTTPClient, _ now: Instant
    ) async throws(FetchError) -> Fetched<ForecastDocument> {
        let response = try await client.send(request)
        return Fetched(source: name, parts: [.init(request, response)], outcome: parse(response, place: place, at: now))
    }
}
