public import Fetch
internal import Foundation
public import Site

/// The Czech National Bank's exchange rate fixing, published on working days after 14:30 Prague time.
public struct CNBSource: Sendable {
    /// How the bank tells a day's rates.
    public enum Form: Sendable, CaseIterable {
        /// api.cnb.cz
        case json
        /// www.cnb.cz, decimal comma
        case czechText
        /// www.cnb.cz, decimal point
        case englishText
    }

    public let name = "cnb"
    private let apiURL: String
    private let siteURL: String

    public init(apiURL: String = "https://api.cnb.cz", siteURL: String = "https://www.cnb.cz") {
        self.apiURL = apiURL
        self.siteURL = siteURL
    }

    private static let czechPath = "/cs/financni-trhy/devizovy-trh/kurzy-devizoveho-trhu/kurzy-devizoveho-trhu"
    private static let englishPath =
        "/en/financial-markets/foreign-exchange-market/central-bank-exchange-rate-fixing/central-bank-exchange-rate-fixing"

    public func request(for date: CivilDate, _ form: Form = .json) -> HTTPRequest {
        let parts = "\(date)".split(separator: "-")
        let czechDate = parts.reversed().joined(separator: ".")
        return switch form {
        case .json: HTTPRequest(.get, "\(apiURL)/cnbapi/exrates/daily?date=\(date)", headers: ["Accept": "application/json"])
        case .czechText: HTTPRequest(.get, "\(siteURL)\(Self.czechPath)/denni_kurz.txt?date=\(czechDate)")
        case .englishText: HTTPRequest(.get, "\(siteURL)\(Self.englishPath)/daily.txt?date=\(czechDate)")
        }
    }

    /// All days of a year, in Czech text.
    public func request(year: Int) -> HTTPRequest {
        HTTPRequest(.get, "\(siteURL)\(Self.czechPath)/rok.txt?rok=\(year)")
    }

    /// Downloads the fixing that holds on a day, which may be an earlier one: see `ExchangeRate.validFor`.
    /// - Throws: when there is no answer.
    public func fetch(
        _ date: CivilDate, _ form: Form = .json, with client: HTTPClient, at now: Instant
    ) async throws(FetchError) -> Fetched<ExchangeRateDocument> {
        let request = request(for: date, form)
        let response = try await client.send(request)
        return Fetched(
            source: name, parts: [.init(request, response)], outcome: form == .json ? parseJSON(response, at: now) : parseText(response, at: now))
    }

    /// Downloads a year's fixings.
    /// - Throws: when there is no answer.
    public func fetch(year: Int, with client: HTTPClient, at now: Instant) async throws(FetchError) -> Fetched<ExchangeRateDocument> {
        let request = request(year: year)
        let response = try await client.send(request)
        return Fetched(source: name, parts: [.init(request, response)], outcome: parseText(response, at: now))
    }

    private struct Answer: Decodable {
        struct Rate: Decodable {
            var validFor: String
            var amount: Int
            var currencyCode: String
            var rate: Decimal
        }

        var rates: [Rate]
    }

    private struct Refusal: Decodable {
        var errorCode: String
        var description: String?
    }

    /// The answer of api.cnb.cz; a wrong date is HTTP 400 with an `errorCode`.
    public func parseJSON(_ response: HTTPResponse, at now: Instant) -> Outcome<ExchangeRateDocument> {
        if var refusal = response.refusal(now: now) {
            if let told = try? response.json(Refusal.self) {
                refusal.reason = "CNB: \(told.errorCode.prefix(40)) \((told.description ?? "").prefix(120))"
            }
            return .unreadable(refusal)
        }
        let answer: Answer
        do {
            answer = try response.json(Answer.self)
        } catch {
            return .unreadable(error)
        }
        var problems: [String] = []
        let rates = answer.rates.compactMap { told -> ExchangeRate? in
            let rate = CivilDate(told.validFor).flatMap {
                ExchangeRate(validFor: $0, currency: told.currencyCode, amount: told.amount, rate: told.rate.rounded(toPlaces: 6))
            }
            if rate == nil { problems.append("no rate: \(told.validFor.prefix(12)) \(told.amount) \(told.currencyCode.prefix(5))") }
            return rate
        }
        if Set(rates.map(\.validFor)).count > 1 { problems.append("rates of more than one day") }
        return rates.isEmpty && problems.isEmpty ? .notPublished : .document(ExchangeRateDocument(rates: rates, problems: problems))
    }

    /// The text of one day or of a year, in Czech or English.
    public func parseText(_ response: HTTPResponse, at now: Instant) -> Outcome<ExchangeRateDocument> {
        if let refusal = response.refusal(now: now) { return .unreadable(refusal) }
        guard let text = String(validating: response.body, as: UTF8.self) else {
            return .unreadable(Unreadable(.malformed, "not UTF-8: \(response.excerpt)"))
        }
        var table = CNBTable()
        table.read(text)
        if table.rates.isEmpty, !table.sawHeader { return .unreadable(Unreadable(.malformed, "no table of exchange rates: \(response.excerpt)")) }
        return table.rates.isEmpty && table.problems.isEmpty
            ? .notPublished : .document(ExchangeRateDocument(rates: table.rates, problems: table.problems))
    }
}
