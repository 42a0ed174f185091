import Fetch
import Site

/// Publications in ENTSO-E's format with invented numbers.
struct ENTSOEFixture {
    struct Series {
        var sequence: Int?
        var curve: String? = "A03"
        var currency = "EUR"
        var unit = "MWH"
        var domain = "10YCZ-CEPS-----N"
        var contract = "A01"
        var periods: [Period]
    }

    struct Period {
        var start: Instant
        var end: Instant
        var resolution: String
        var points: [(Int, String)]
    }

    var series: [Series]

    /// Points of a whole day, all told.
    static func period(_ day: LocalDay, _ resolution: String = "PT15M", price: (Int) -> String = invented) -> Period {
        let step: Int64 = ["PT15M": 900, "PT30M": 1800, "PT60M": 3600][resolution] ?? 900
        return Period(
            start: day.startsAt, end: day.endsAt, resolution: resolution, points: (1...day.count(of: .seconds(step))).map { ($0, price($0)) })
    }

    func bytes(namespace: String = "urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:3", prefix: String = "") -> [UInt8] {
        func minute(_ instant: Instant) -> String { "\(instant.description.prefix(16))Z" }
        let (open, close) = ("<\(prefix)", "</\(prefix)")
        let body = series.map { one in
            let periods = one.periods.map { period in
                "\(open)Period>\(open)timeInterval>\(open)start>\(minute(period.start))\(close)start>\(open)end>\(minute(period.end))\(close)end>\(close)timeInterval>"
                    + "\(open)resolution>\(period.resolution)\(close)resolution>"
                    + period.points.map {
                        "\(open)Point>\n  \(open)position>\($0.0)\(close)position>\n  \(open)price.amount>\($0.1)\(close)price.amount>\n\(close)Point>"
                    }.joined()
                    + "\(close)Period>"
            }.joined()
            return "\(open)TimeSeries>\(open)contract_MarketAgreement.type>\(one.contract)\(close)contract_MarketAgreement.type>"
                + "\(open)in_Domain.mRID codingScheme=\"A01\">\(one.domain)\(close)in_Domain.mRID>"
                + "\(open)currency_Unit.name>\(one.currency)\(close)currency_Unit.name>\(open)price_Measure_Unit.name>\(one.unit)\(close)price_Measure_Unit.name>"
                + (one.sequence.map {
                    "\(open)classificationSequence_AttributeInstanceComponent.position>\($0)\(close)classificationSequence_AttributeInstanceComponent.position>"
                } ?? "")
                + (one.curve.map { "\(open)curveType>\($0)\(close)curveType>" } ?? "") + periods + "\(close)TimeSeries>"
        }.joined()
        let binding = prefix.isEmpty ? "xmlns=\"\(namespace)\"" : "xmlns:\(prefix.dropLast())=\"\(namespace)\""
        return Array(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\(open)Publication_MarketDocument \(binding)>\(body)\(close)Publication_MarketDocument>".utf8)
    }
}
