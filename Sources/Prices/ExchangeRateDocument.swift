public import Site

/// Fixings of the Czech National Bank.
public struct ExchangeRateDocument: Sendable, Equatable {
    /// `cnb`
    public let source: String
    /// In the order of the document.
    public let rates: [ExchangeRate]
    /// Lines that could not be read, a missing end. With any, the document is to be kept and not imported.
    public let problems: [String]

    /// The newest day that has rates. Asked for a day without a fixing, the bank answers with the last one before it.
    public var validFor: CivilDate? { rates.map(\.validFor).max() }

    /// A day told twice with the same rates is told once; with different ones it is a problem.
    init(source: String = "cnb", rates: [ExchangeRate], problems: [String]) {
        self.source = source
        struct Key: Hashable {
            var day: CivilDate
            var currency: String
        }
        var known: [Key: ExchangeRate] = [:]
        var kept: [ExchangeRate] = []
        var contradictions: [String] = []
        for rate in rates {
            let key = Key(day: rate.validFor, currency: rate.currency)
            if let other = known[key] {
                if other != rate {
                    contradictions.append("two rates of \(rate.currency) on \(rate.validFor): \(other.czkPerUnit) and \(rate.czkPerUnit)")
                }
            } else {
                known[key] = rate
                kept.append(rate)
            }
        }
        self.rates = kept
        self.problems = Array((problems + contradictions).prefix(20))
    }
}
