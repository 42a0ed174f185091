public import Postgres
public import Site

extension Instant: PostgresEncodable, PostgresDecodable {
    public var postgresText: String { description }
    public init?(postgresText: String) { self.init(postgresText) }
}

extension Duration: PostgresEncodable, PostgresDecodable {
    /// Seconds, as an interval literal.
    public var postgresText: String { "\(Double(microseconds) / 1_000_000) s" }

    /// Reads ISO 8601 durations of days and less as PostgreSQL writes them: `P1DT2H`, `PT1M30.5S`, `PT0S`; a day is 24 hours.
    public init?(postgresText: String) {
        guard postgresText.hasPrefix("P") else { return nil }
        let units: [Character: Double] = ["D": 86_400, "H": 3600, "M": 60, "S": 1]
        var total = 0.0
        var number = ""
        for character in postgresText.dropFirst() where character != "T" {
            guard let unit = units[character] else {
                number.append(character)
                continue
            }
            guard let value = Double(number) else { return nil }
            total += value * unit
            number = ""
        }
        guard number.isEmpty else { return nil }
        self = .seconds(total)
    }
}
