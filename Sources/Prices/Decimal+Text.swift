internal import Foundation

extension Decimal {
    /// Reads `-12.34` and nothing else: no exponent, no thousands, no text behind. At most 20 digits.
    init?(plain text: some StringProtocol, point: Character = ".") {
        let digits = text.drop { $0 == "-" || $0 == "+" }
        let parts = digits.split(separator: point, omittingEmptySubsequences: false)
        guard text.count - digits.count <= 1, (1...2).contains(parts.count), digits.count <= 21,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } })
        else { return nil }
        self.init(string: text.map { $0 == point ? "." : String($0) }.joined(), locale: nil)
    }

    /// Sources that compute in binary send 2.5700000000000003; no market prices finer than this.
    func rounded(toPlaces places: Int) -> Decimal {
        var (result, value) = (Decimal(), self)
        NSDecimalRound(&result, &value, places, .bankers)
        return result
    }
}
