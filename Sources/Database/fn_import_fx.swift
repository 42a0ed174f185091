internal import Postgres
public import Site

extension Database {
    /// Hands fixings over, `quote` per one unit of each base, figures in decimal text; returns how many were new.
    public func importFX(_ rates: [(base: String, validOn: CivilDate, rate: String)], quote: String, source: String, at: Instant) async throws -> Int {
        try await row(
            """
            select ems.fn_import_fx(p_base => $1::text[], p_quote => $2, p_valid_on => $3::date[], p_rate => $4::numeric[], p_source => $5, p_at => $6) as new
            """,
            [
                PostgresValue(array: rates.map(\.base)), PostgresValue(quote), PostgresValue(array: rates.map(\.validOn.description)),
                PostgresValue(array: rates.map(\.rate)), PostgresValue(source), PostgresValue(at),
            ]
        ).decode("new")
    }
}
