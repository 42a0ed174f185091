import Prices
import Site

let prague = Zone("Europe/Prague")!
let spring = day("2026-03-29")
let autumn = day("2025-10-26")
let winter = day("2026-01-15")
let now = Instant("2026-01-14T12:10:00Z")!

func day(_ date: String, in zone: Zone = prague) -> LocalDay { LocalDay(CivilDate(date)!, in: zone) }

/// An invented price: negative, zero and positive ones, no two neighbours alike, two decimals.
func invented(_ index: Int) -> String {
    let cents = (index * 7919) % 23_456 - 4000
    return "\(cents < 0 ? "-" : "")\(abs(cents) / 100).\(abs(cents) % 100 < 10 ? "0" : "")\(abs(cents) % 100)"
}
