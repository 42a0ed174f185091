internal import Site

/// The Czech National Bank's fixings: the daily text in both languages, the yearly text, and the JSON of its API.
struct CNBServer: SimulatedServer {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    let rates: ExchangeRates

    func answer(_ request: ServiceRequest) -> ServiceReply {
        let today = rates.calendar.date(at: request.now)
        switch request.path.last {
        case "denni_kurz.txt", "daily.txt":
            let date = request.query["date"].map { dotted($0) } ?? today
            guard let date else { return .text("", status: 400) }
            return .text(daily(rates.fixing(for: date, at: request.now), czech: request.path.last == "denni_kurz.txt", request))
        case "rok.txt":
            guard let year = Int(request.query["rok"] ?? String(today.year)), (1991...today.year).contains(year) else {
                return .text("", status: 400)
            }
            return .text(yearly(year, request))
        case "daily":
            let date = request.query["date"].map { LocalDate($0) } ?? today
            guard let date else {
                return .json(
                    ["description": "Invalid date", "errorCode": "VALIDATION_ERROR", "endPoint": "/cnbapi/exrates/daily"], status: 400)
            }
            return json(rates.fixing(for: date, at: request.now), request)
        default: return .notFound
        }
    }

    private func daily(_ date: LocalDate, czech: Bool, _ request: ServiceRequest) -> String {
        let (year, month, day) = date.components
        let head =
            czech
            ? "\(padded(day)).\(padded(month)).\(year) #\(rates.number(of: date))\nzemě|měna|množství|kód|kurz\n"
            : "\(padded(day)) \(Self.months[month - 1]) \(year) #\(rates.number(of: date))\nCountry|Currency|Amount|Code|Rate\n"
        let rows = ExchangeRates.currencies.map { currency in
            let name = czech ? currency.czech : currency.english
            let rate = fixed(rates.rate(currency, on: date), 3)
            return "\(name.country)|\(name.name)|\(currency.amount)|\(currency.code)|\(czech ? rate.replacing(".", with: ",") : rate)\n"
        }
        return head + request.repeated(rows).joined()
    }

    private func yearly(_ year: Int, _ request: ServiceRequest) -> String {
        let last = min(LocalDate(year, 12, 31), rates.fixing(for: LocalDate(year, 12, 31), at: request.now))
        let ordered = ExchangeRates.currencies.sorted { $0.code < $1.code }
        let head = "Datum|" + ordered.map { "\($0.amount) \($0.code)" }.joined(separator: "|") + "\n"
        let first = LocalDate(year, 1, 1)
        guard first <= last else { return head }
        let rows = (first.number...last.number).map { LocalDate(number: $0) }.filter(CzechHolidays.isWorkingDay).map { date in
            let (_, month, day) = date.components
            let values = ordered.map { fixed(rates.rate($0, on: date), 3).replacing(".", with: ",") }
            return "\(padded(day)).\(padded(month)).\(year)|" + values.joined(separator: "|") + "\n"
        }
        return head + request.repeated(rows).joined()
    }

    private func json(_ date: LocalDate, _ request: ServiceRequest) -> ServiceReply {
        let number = rates.number(of: date)
        let rows = ExchangeRates.currencies.map { currency -> JSON in
            [
                "validFor": .string(date.description), "order": .integer(number), "country": .string(currency.czech.country),
                "currency": .string(currency.czech.name), "amount": .integer(currency.amount), "currencyCode": .string(currency.code),
                "rate": .number(rates.rate(currency, on: date)),
            ]
        }
        return .json(["rates": .array(request.repeated(rows))])
    }

    /// `DD.MM.YYYY`.
    private func dotted(_ text: String) -> LocalDate? {
        let parts = text.split(separator: ".")
        guard parts.count == 3 else { return nil }
        return LocalDate("\(parts[2])-\(padded(Int(parts[1]) ?? 0))-\(padded(Int(parts[0]) ?? 0))")
    }
}
