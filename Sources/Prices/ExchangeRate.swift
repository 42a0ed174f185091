public import Foundation
public import Site

/// What one unit of a currency costs in CZK by the fixing of one day.
public struct ExchangeRate: Sendable, Hashable {
    /// The day of the fixing. It holds until the next one, so over weekends and holidays.
    public var validFor: CivilDate
    /// ISO 4217
    public var currency: String
    /// For one unit: the bank quotes JPY and HUF per 100 and IDR per 1000.
    public var czkPerUnit: Decimal

    public init(validFor: CivilDate, currency: String, czkPerUnit: Decimal) {
        self.validFor = validFor
        self.currency = currency
        self.czkPerUnit = czkPerUnit
    }

    /// Nil for amounts and rates that are none.
    init?(validFor: CivilDate, currency: some StringProtocol, amount: Int?, rate: Decimal?) {
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }),
            let amount, (1...1_000_000).contains(amount), let rate, rate.isFinite, rate > 0, rate < 1_000_000
        else { return nil }
        self.init(validFor: validFor, currency: String(currency), czkPerUnit: rate / Decimal(amount))
    }
}
