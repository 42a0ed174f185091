internal import Site

/// `GET /price?bzn=CZ&start=YYYY-MM-DD&end=YYYY-MM-DD`: two parallel arrays, days of the local calendar, both ends included.
struct EnergyChartsServer: SimulatedServer {
    let prices: PriceModel
    let publication: Publication

    func answer(_ request: ServiceRequest) -> ServiceReply {
        guard request.path == ["price"] else { return .json(["detail": "Not Found"], status: 404) }
        let zone = request.query["bzn"] ?? request.query["country"].map { $0.uppercased() == "DE" ? "DE-LU" : $0.uppercased() } ?? "DE-LU"
        guard let area = PriceModel.Area(rawValue: zone) else { return .json(["detail": "no content available"], status: 404) }
        let today = prices.calendar.date(at: request.now)
        let start = request.query["start"].map { LocalDate($0.prefix(10)) } ?? today
        let end = request.query["end"].map { LocalDate($0.prefix(10)) } ?? start
        guard let start, let end, start <= end, end.number - start.number < 400 else {
            return .json(["detail": "start and end must be dates, start not after end"], status: 422)
        }
        var rows: [(second: Int, price: Double)] = []
        for number in start.number...end.number {
            let date = LocalDate(number: number)
            guard publication.isKnown(date, .energyCharts, at: request.now, missingTomorrow: request.missingTomorrow) else { continue }
            let own = prices.prices(date, area)
            let minutes = request.hourly ? 60 : PriceModel.minutes(of: date)
            let values = request.hourly && PriceModel.minutes(of: date) == 15 ? PriceModel.hourly(own) : own
            let first = Int(prices.calendar.instant(date).seconds)
            rows += values.enumerated().map { (first + $0.offset * minutes * 60, $0.element) }
        }
        rows = request.repeated(rows)
        return .json([
            "license_info": "CC BY 4.0 (creativecommons.org/licenses/by/4.0) from Bundesnetzagentur | SMARD.de",
            "unix_seconds": .array(rows.map { .integer($0.second) }),
            "price": .array(rows.map { .number($0.price) }),
            "unit": "EUR / MWh",
            "deprecated": false,
        ])
    }
}
