internal import Postgres
public import Site

/// A delivery day whose prices a site wants, and whom to ask, best first.
public struct WantedPrices: Sendable {
    public let market: String
    public let timeZone: String
    /// What the market counts in, ISO 4217.
    public let currency: String
    public let day: CivilDate
    /// All of it is there already.
    public let complete: Bool
    public var sources: [String]
}

extension Database {
    /// The given day, else today and, once the auction can have spoken, tomorrow.
    public func priceWanted(siteID: String, day: CivilDate?, at: Instant) async throws -> [WantedPrices] {
        var wanted: [WantedPrices] = []
        let rows = try await rows(
            "select * from ems.fn_price_wanted(p_site_id => $1, p_day => $2, p_at => $3)",
            [PostgresValue(siteID), PostgresValue(day?.description), PostgresValue(at)])
        for row in rows {
            guard let date = CivilDate(try row.decode("day", as: String.self)) else { throw PostgresError(.decoding, "column day is not a date") }
            let source: String = try row.decode("source")
            if wanted.last?.day == date {
                wanted[wanted.count - 1].sources.append(source)
            } else {
                wanted.append(
                    WantedPrices(
                        market: try row.decode("market_code"), timeZone: try row.decode("time_zone"), currency: try row.decode("currency"), day: date,
                        complete: try row.decode("complete"), sources: [source]))
            }
        }
        return wanted
    }
}
