internal import Foundation

/// What a source's text about its unit means: `EUR / MWh`, `ct/kWh`.
struct PriceUnit: Equatable {
    /// ISO 4217
    let currency: String
    /// Multiplies a value to make it per MWh and in whole units of the currency.
    let factor: Decimal

    /// Nil for a unit that is not known, such as energy-charts' `No Unit`.
    init?(_ text: String) {
        let parts = text.uppercased().split { $0 == "/" || $0.isWhitespace }
        guard parts.count == 2 else { return nil }
        let perMWh: Decimal
        switch parts[1] {
        case "MWH": perMWh = 1
        case "KWH": perMWh = 1000
        default: return nil
        }
        switch parts[0] {
        case "EUR", "CZK", "PLN", "HUF", "GBP", "SEK", "NOK", "DKK", "CHF", "RON", "BGN": (currency, factor) = (String(parts[0]), perMWh)
        case "€": (currency, factor) = ("EUR", perMWh)
        case "CT", "CENT": (currency, factor) = ("EUR", perMWh / 100)
        default: return nil
        }
    }
}
