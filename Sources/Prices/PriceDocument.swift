public import Site

/// Day-ahead prices of one market and one delivery day, as one source tells them.
///
/// The database imports it when it has no problems and keeps it in quarantine when it has.
public struct PriceDocument: Sendable, Equatable {
    /// `ote`, `energy-charts`, `smard`, `entsoe`, `nordpool`
    public let source: String
    /// Our code of the bidding zone, as asked for: `CZ`, `DE-LU`.
    public let market: String
    public let day: LocalDay
    /// ISO 4217; prices are in it per MWh.
    public let currency: String
    /// Sorted, none overlap, all within the day, each 15, 30 or 60 minutes long.
    public let slots: [PriceSlot]
    /// The terms the source states for these values, where it states any.
    public let licence: String?
    /// What keeps this from being a whole day in one resolution: gaps, prices that contradict one another, an unknown unit.
    public let problems: [String]

    /// The length of every slot; nil where lengths differ or there are none.
    public var resolution: Duration? {
        guard let first = slots.first?.duration else { return nil }
        return slots.allSatisfy { $0.duration == first } ? first : nil
    }
}
