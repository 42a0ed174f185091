internal import Postgres
public import Site

/// What became of a price document.
public struct ImportVerdict: Sendable, Equatable {
    public enum Status: String, Sendable {
        case accepted, unchanged, outranked, quarantined
    }

    public let status: Status
    public let reason: String?
}

/// One price as it is imported; the figure in decimal text, so that no digit changes on the way.
public struct ImportedPrice: Sendable {
    public let startsAt: Instant
    public let endsAt: Instant
    public let perMWh: String

    public init(startsAt: Instant, endsAt: Instant, perMWh: String) {
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.perMWh = perMWh
    }
}

extension Database {
    /// Hands over one source's document of one delivery day.
    public func importPrice(
        market: String, source: String, day: CivilDate, prices: [ImportedPrice], problems: [String], body: String, at: Instant
    ) async throws -> ImportVerdict {
        let row = try await row(
            """
            select * from ems.fn_import_price(p_market_code => $1, p_source => $2, p_day => $3, p_starts_at => $4::timestamptz[], p_ends_at => $5::timestamptz[],
              p_price_per_mwh => $6::numeric[], p_problem => $7::text[], p_body => $8, p_at => $9)
            """,
            [
                PostgresValue(market), PostgresValue(source), PostgresValue(day.description), PostgresValue(array: prices.map(\.startsAt)),
                PostgresValue(array: prices.map(\.endsAt)), PostgresValue(array: prices.map(\.perMWh)), PostgresValue(array: problems), PostgresValue(body),
                PostgresValue(at),
            ])
        let text: String = try row.decode("status")
        guard let status = ImportVerdict.Status(rawValue: text) else { throw PostgresError(.decoding, "an unknown status \(text)") }
        return ImportVerdict(status: status, reason: try row.decodeIfPresent("reason"))
    }
}
