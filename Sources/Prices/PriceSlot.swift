public import Foundation
public import Site

/// The price of energy in [startsAt, endsAt), in the document's currency per MWh; negative prices are normal.
public struct PriceSlot: Sendable, Hashable {
    public var startsAt: Instant
    public var endsAt: Instant
    public var price: Decimal

    public init(startsAt: Instant, endsAt: Instant, price: Decimal) {
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.price = price
    }

    public var duration: Duration { endsAt - startsAt }
}
