import Glibc
internal import Site

/// Invented day-ahead prices in EUR/MWh of the shape Central Europe has: peaks in the morning and the evening, a valley under
/// the sun that goes below zero on bright weekends, cheaper weekends, and a saw-tooth of quarter-hours on the ramps.
struct PriceModel: Sendable {
    /// First delivery day with quarter-hours.
    static let firstQuarterHourDay = LocalDate(2025, 10, 1)

    let noise: Noise
    let weather: WeatherModel
    /// The auction's days are Prague's, which are also Berlin's.
    let calendar: SiteCalendar

    enum Area: String, CaseIterable, Sendable {
        case cz = "CZ", deLu = "DE-LU", at = "AT", sk = "SK", pl = "PL", hu = "HU", fr = "FR", se3 = "SE3", se4 = "SE4"
    }

    static func minutes(of date: LocalDate) -> Int { date < firstQuarterHourDay ? 60 : 15 }

    /// Prices of a delivery day in its own resolution, two decimals: 92, 96 or 100 quarter-hours, earlier 23, 24 or 25 hours.
    func prices(_ date: LocalDate, _ area: Area) -> [Double] {
        let quarters = quarterPrices(date, area)
        return Self.minutes(of: date) == 15 ? quarters : Self.hourly(quarters)
    }

    /// Means of four, rounded to two decimals, as the exchange publishes them.
    static func hourly(_ quarters: [Double]) -> [Double] {
        stride(from: 0, to: quarters.count, by: 4).map { cents(quarters[$0..<min($0 + 4, quarters.count)].reduce(0, +) / 4) }
    }

    /// Quarter-hours of any day, also of those that were traded by the hour.
    func quarterPrices(_ date: LocalDate, _ area: Area) -> [Double] {
        let start = calendar.instant(date)
        return (0..<calendar.slots(of: date, minutes: 15)).map { quarter in
            let instant = start + .seconds(900 * quarter)
            return Self.cents(spread(area, instant) + price(at: instant, quarter: quarter % 4, date))
        }
    }

    /// MWh traded in a quarter-hour, three decimals.
    func volume(_ date: LocalDate, quarter: Int) -> Double {
        let share = noise.uniform(.priceVolume, date.number * 100 + quarter)
        return ((650 + 380 * share) * 1000).rounded() / 1000
    }

    private func price(at instant: Instant, quarter: Int, _ date: LocalDate) -> Double {
        let hourIndex = Int((instant.seconds / 3600).rounded(.down))
        // In some hours the four quarters clear at one price.
        let flat = noise.uniform(.priceHour, hourIndex, 7) < 0.12
        let moment = flat ? Instant(seconds: Double(hourIndex) * 3600 + 1800) : instant + .seconds(450)
        let hour = calendar.secondOfDay(at: moment) / 3600
        let winter = cos(2 * .pi * (Double(date.dayOfYear) - 15) / 365)
        let free = date.isWeekend || CzechHolidays.contains(date)

        let sun = weather.sample(at: moment, error: .init(cloudLevel: 0, temperature: 0)).ghi / 850
        var price = 88 + 14 * winter - (free ? 15 : 0)
        price += 30 * bump(hour, 7.6, 1.4) * (free ? 0.3 : 1) + 50 * bump(hour, 19.4 - 1.4 * winter, 1.9) - 20 * bump(hour, 3, 2.2)
        price -= sun * (free ? 112 : 84)
        price += 15 * noise.curve(.priceDay, instant.seconds, period: 2.2 * 86_400) + 5 * noise.normal(.priceHour, hourIndex)
        if !flat {
            let saw = 9 * (bump(hour, 8, 1.6) - bump(hour, 17, 1.8))
            price += saw * (1.5 - Double(quarter)) / 1.5 + 1.6 * noise.normal(.priceQuarter, Int(instant.seconds / 900))
        }
        // Below zero, generators leave the market: the curve flattens.
        return max(-500, price < 0 ? 0.45 * price : price)
    }

    private func spread(_ area: Area, _ instant: Instant) -> Double {
        guard area != .cz, let number = Area.allCases.firstIndex(of: area) else { return 0 }
        return -2 + 7 * noise.curve(.priceArea, instant.seconds, period: 30_000, number)
    }

    private func bump(_ hour: Double, _ centre: Double, _ width: Double) -> Double { exp(-pow((hour - centre) / width, 2)) }

    /// Two decimals, and no negative zero.
    static func cents(_ value: Double) -> Double { (value * 100).rounded() / 100 + 0 }
}
