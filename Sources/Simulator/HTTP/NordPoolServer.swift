internal import Site

/// `GET /api/DayAheadPrices?market=DayAhead&date=…&deliveryArea=SE3,SE4&currency=EUR`; 204 while nothing is known.
struct NordPoolServer: SimulatedServer {
    /// Its own names for the areas it offers; Czechia and Slovakia are not among them.
    private static let areas: [String: PriceModel.Area] = [
        "AT": .at, "GER": .deLu, "PL": .pl, "FR": .fr, "SE3": .se3, "SE4": .se4,
    ]

    let prices: PriceModel
    let publication: Publication

    func answer(_ request: ServiceRequest) -> ServiceReply {
        guard request.path.last == "DayAheadPrices" else { return .notFound }
        let names = (request.query["deliveryArea"] ?? "").split(separator: ",").map(String.init)
        let areas = names.compactMap { Self.areas[$0] }
        guard let date = request.query["date"].flatMap({ LocalDate($0) }), request.query["market"] == "DayAhead",
            request.query["currency"] == "EUR", !names.isEmpty, areas.count == names.count
        else { return .json(["title": "One or more validation errors occurred.", "status": 400], status: 400) }
        guard publication.isKnown(date, .nordpool, at: request.now, missingTomorrow: request.missingTomorrow) else {
            return ServiceReply(status: 204, contentType: "application/json", body: "")
        }
        let minutes = request.hourly ? 60 : PriceModel.minutes(of: date)
        let values = areas.map { area in
            let own = prices.prices(date, area)
            return minutes == 60 && own.count > 25 ? PriceModel.hourly(own) : own
        }
        let start = prices.calendar.instant(date)
        let entries = values[0].indices.map { slot -> JSON in
            [
                "deliveryStart": .string((start + .seconds(60 * minutes * slot)).description),
                "deliveryEnd": .string((start + .seconds(60 * minutes * (slot + 1))).description),
                "entryPerArea": .object(Dictionary(uniqueKeysWithValues: zip(names, values.map { .number($0[slot]) }))),
            ]
        }
        let list = JSON.array(names.map { .string($0) })
        return .json([
            "deliveryDateCET": .string(date.description),
            "version": 3,
            "updatedAt": .string(publication.instant(of: date, .nordpool).description),
            "deliveryAreas": list,
            "market": "DayAhead",
            "multiAreaEntries": .array(request.repeated(entries)),
            "blockPriceAggregates": [],
            "currency": "EUR",
            "exchangeRate": 1,
            "areaStates": [["state": "Final", "areas": list]],
            "areaAverages": .array(
                zip(names, values).map { name, values in
                    ["areaCode": .string(name), "price": .number(PriceModel.cents(values.reduce(0, +) / Double(values.count)))]
                }),
        ])
    }
}
