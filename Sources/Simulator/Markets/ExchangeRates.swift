internal import Site

/// Invented fixings of the Czech National Bank: once per working day at 14:30, valid until the next.
struct ExchangeRates: Sendable {
    struct Currency: Sendable {
        var code: String
        var amount: Int
        /// CZK for `amount` units, in the middle.
        var level: Double
        var czech: (country: String, name: String)
        var english: (country: String, name: String)
    }

    /// In the order of the bank's list, by Czech country name.
    static let currencies: [Currency] = [
        Currency(code: "AUD", amount: 1, level: 14.1, czech: ("Austrálie", "dolar"), english: ("Australia", "dollar")),
        Currency(code: "EUR", amount: 1, level: 24.7, czech: ("EMU", "euro"), english: ("EMU", "euro")),
        Currency(code: "IDR", amount: 1000, level: 1.36, czech: ("Indonesie", "rupie"), english: ("Indonesia", "rupiah")),
        Currency(code: "JPY", amount: 100, level: 14.6, czech: ("Japonsko", "jen"), english: ("Japan", "yen")),
        Currency(code: "HUF", amount: 100, level: 6.2, czech: ("Maďarsko", "forint"), english: ("Hungary", "forint")),
        Currency(code: "PLN", amount: 1, level: 5.8, czech: ("Polsko", "zlotý"), english: ("Poland", "zloty")),
        Currency(code: "USD", amount: 1, level: 22.1, czech: ("USA", "dolar"), english: ("USA", "dollar")),
        Currency(code: "GBP", amount: 1, level: 28.9, czech: ("Velká Británie", "libra"), english: ("United Kingdom", "pound")),
    ]

    let noise: Noise
    let calendar: SiteCalendar

    /// CZK for the currency's amount, three decimals.
    func rate(_ currency: Currency, on date: LocalDate) -> Double {
        let number = Self.currencies.firstIndex { $0.code == currency.code } ?? 0
        let seconds = Double(date.number) * 86_400
        let drift =
            0.018 * noise.curve(.exchangeYear, seconds, period: 120 * 86_400, number)
            + 0.004 * noise.curve(.exchangeDay, seconds, period: 4 * 86_400, number)
        return (currency.level * (1 + drift) * 1000).rounded() / 1000
    }

    /// The last working day up to `date` whose fixing is out at `now`.
    func fixing(for date: LocalDate, at now: Instant) -> LocalDate {
        var candidate = min(date, calendar.date(at: now))
        while !CzechHolidays.isWorkingDay(candidate) || calendar.instant(candidate, second: 14 * 3600 + 1800) > now {
            candidate = candidate - 1
        }
        return candidate
    }

    /// Running number of a fixing in its year.
    func number(of date: LocalDate) -> Int {
        let first = LocalDate(date.year, 1, 1)
        return (first.number...date.number).count { CzechHolidays.isWorkingDay(LocalDate(number: $0)) }
    }
}
