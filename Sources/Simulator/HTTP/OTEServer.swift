internal import Site

/// The Czech market operator's public SOAP service, `GetDamPricePeriodE` and, for older days, `GetDamPriceE`.
struct OTEServer: SimulatedServer {
    static let namespace = "http://www.ote-cr.cz/schema/service/public"

    let prices: PriceModel
    let publication: Publication
    let rates: ExchangeRates

    func answer(_ request: ServiceRequest) -> ServiceReply {
        guard request.path.last == "PublicDataService" else { return .notFound }
        guard request.method == "POST", request.body.contains(Self.namespace) else {
            return fault("Unknown request: \(Self.namespace) expected")
        }
        if request.body.contains("GetDamPricePeriodE") { return periods(request) }
        if request.body.contains("GetDamPriceE") { return hours(request) }
        return fault("Unknown operation")
    }

    private func periods(_ request: ServiceRequest) -> ServiceReply {
        guard let resolution = element("PeriodResolution", in: request.body), ["PT15M", "PT60M"].contains(resolution) else {
            return fault("Validation error: PeriodResolution")
        }
        guard let days = days(request) else { return fault("Validation error: StartDate, EndDate") }
        let first = element("StartPeriod", in: request.body).flatMap { Int($0) } ?? 1
        let last = element("EndPeriod", in: request.body).flatMap { Int($0) } ?? .max
        let quarterly = resolution == "PT15M" && !request.hourly
        let items = days.filter { $0 >= PriceModel.firstQuarterHourDay && isKnown($0, request) }.flatMap { date in
            self.items(date, quarterly: quarterly).enumerated().filter { (first...max(first, last)).contains($0.offset + 1) }.map(\.element)
        }
        return reply("GetDamPricePeriodEResponse", request.repeated(items))
    }

    private func items(_ date: LocalDate, quarterly: Bool) -> [String] {
        let quarters = prices.prices(date, .cz)
        let hours = PriceModel.hourly(quarters)
        let start = prices.calendar.instant(date)
        func item(_ index: Int, _ label: String, price: Double, hour: Double, volume: Double) -> String {
            """
            <Item><Date>\(date)</Date><PeriodResolution>\(quarterly ? "PT15M" : "PT60M")</PeriodResolution>\
            <PeriodIndex>\(index + 1)</PeriodIndex><PeriodInterval>\(label)</PeriodInterval><Price>\(fixed(price, 2))</Price>\
            <HourlyPrice>\(fixed(hour, 2))</HourlyPrice><VolumeTotal>\(fixed(volume, 3))</VolumeTotal></Item>
            """
        }
        if quarterly {
            return quarters.indices.map { index in
                // Wall-clock labels: on clock-change days they bridge (01:45-03:00) or run back (02:45-02:00).
                let label =
                    clock(start + .seconds(900 * index)) + "-"
                    + (index == quarters.count - 1 ? "24:00" : clock(start + .seconds(900 * (index + 1))))
                return item(index, label, price: quarters[index], hour: hours[index / 4], volume: prices.volume(date, quarter: index))
            }
        }
        return hours.indices.map { index in
            let volume = (0..<4).reduce(0) { $0 + prices.volume(date, quarter: 4 * index + $1) }
            return item(index, "\(padded(index))-\(padded(index + 1))", price: hours[index], hour: hours[index], volume: volume)
        }
    }

    /// Hourly values of any day; CZK unless `InEur` says otherwise.
    private func hours(_ request: ServiceRequest) -> ServiceReply {
        guard let days = days(request) else { return fault("Validation error: StartDate, EndDate") }
        let inEuro = ["1", "true"].contains(element("InEur", in: request.body) ?? "")
        let items = days.filter { isKnown($0, request) }.flatMap { date in
            let euro = ExchangeRates.currencies[1]
            let factor = inEuro ? 1 : rates.rate(euro, on: rates.fixing(for: date - 1, at: request.now))
            return PriceModel.hourly(prices.quarterPrices(date, .cz)).enumerated().map { index, price in
                let volume = (0..<4).reduce(0) { $0 + prices.volume(date, quarter: 4 * index + $1) }
                return """
                    <Item><Date>\(date)</Date><Hour>\(index + 1)</Hour><Price>\(fixed(price * factor, 2))</Price>\
                    <Volume>\(fixed(volume, 3))</Volume></Item>
                    """
            }
        }
        return reply("GetDamPriceEResponse", request.repeated(items))
    }

    private func days(_ request: ServiceRequest) -> [LocalDate]? {
        guard let start = element("StartDate", in: request.body).flatMap({ LocalDate($0) }),
            let end = element("EndDate", in: request.body).flatMap({ LocalDate($0) }), start <= end, end.number - start.number < 400
        else { return nil }
        return (start.number...end.number).map { LocalDate(number: $0) }
    }

    private func isKnown(_ date: LocalDate, _ request: ServiceRequest) -> Bool {
        publication.isKnown(date, .ote, at: request.now, missingTomorrow: request.missingTomorrow)
    }

    private func clock(_ instant: Instant) -> String {
        let second = Int(prices.calendar.secondOfDay(at: instant))
        return "\(padded(second / 3600)):\(padded(second / 60 % 60))"
    }

    private func reply(_ name: String, _ items: [String]) -> ServiceReply {
        .xml(envelope("<\(name) xmlns=\"\(Self.namespace)\"><Result>\(items.joined())</Result></\(name)>"))
    }

    private func fault(_ text: String) -> ServiceReply {
        .xml(
            envelope("<SOAP-ENV:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring>\(text)</faultstring></SOAP-ENV:Fault>"),
            status: 500)
    }

    private func envelope(_ body: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>\(body)</SOAP-ENV:Body></SOAP-ENV:Envelope>
        """
    }

    /// Text of the first element of a local name, whatever its prefix.
    private func element(_ name: String, in body: String) -> String? {
        body.matches(of: /<(?:[\w.-]+:)?(\w+)(?:\s[^>]*)?>\s*([^<]*?)\s*<\//).first { $0.output.1 == name }.map { String($0.output.2) }
    }
}
