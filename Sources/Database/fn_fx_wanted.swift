internal import Postgres
public import Site

extension Database {
    /// The exchange rate a site needs and the day to ask for; nil where market and house share a currency.
    public func fxWanted(siteID: String, at: Instant) async throws -> (base: String, quote: String, day: CivilDate)? {
        guard let row = try await rows("select * from ems.fn_fx_wanted(p_site_id => $1, p_at => $2)", [PostgresValue(siteID), PostgresValue(at)]).first else { return nil }
        guard let day = CivilDate(try row.decode("day", as: String.self)) else { throw PostgresError(.decoding, "column day is not a date") }
        return (try row.decode("base"), try row.decode("quote"), day)
    }
}
