internal import Site

/// The transparency platform's day-ahead prices (document A44), with its habits: repeated points left out (curve type A03), a
/// second auction for Germany and Austria, and an acknowledgement where there is nothing.
struct ENTSOEServer: SimulatedServer {
    private static let domains: [String: PriceModel.Area] = [
        "10YCZ-CEPS-----N": .cz, "10Y1001A1001A82H": .deLu, "10YAT-APG------L": .at, "10YSK-SEPS-----K": .sk,
    ]

    let prices: PriceModel
    let publication: Publication

    func answer(_ request: ServiceRequest) -> ServiceReply {
        guard request.path == ["api"] else { return .notFound }
        guard !(request.query["securityToken"] ?? "").isEmpty else {
            return .xml(acknowledgement("Unauthorized. Missing or invalid security token.", request.now), status: 401)
        }
        guard request.query["documentType"] == "A44", let domain = request.query["in_Domain"], request.query["out_Domain"] == domain,
            let area = Self.domains[domain], let start = minute(request.query["periodStart"]), let end = minute(request.query["periodEnd"]),
            start < end
        else { return .xml(acknowledgement("The combination of parameters is not valid.", request.now), status: 400) }

        let calendar = prices.calendar
        let last = calendar.date(at: end - .seconds(1))
        let days = (calendar.date(at: start).number...last.number).map { LocalDate(number: $0) }
            .filter { publication.isKnown($0, .entsoe, at: request.now, missingTomorrow: request.missingTomorrow) }
        guard let first = days.first, let final = days.last else {
            return .xml(acknowledgement("No matching data found for Data item Day-ahead Prices [12.1.D]", request.now))
        }
        let everyPoint = request.query["curveType"] == "A01"
        var series: [String] = []
        for date in days {
            // Two auctions stand side by side in either order; the coupled one is sequence 1.
            let sequences: [Int?] = area == .deLu || area == .at ? (date.number % 2 == 0 ? [2, 1] : [1, 2]) : [nil]
            for sequence in sequences {
                series.append(
                    timeSeries(date, area, domain, sequence, number: series.count + 1, hourly: request.hourly, everyPoint: everyPoint))
            }
        }
        return .xml(document(request.repeated(series), from: calendar.instant(first), to: calendar.instant(final + 1), at: request.now))
    }

    private func timeSeries(
        _ date: LocalDate, _ area: PriceModel.Area, _ domain: String, _ sequence: Int?, number: Int, hourly: Bool, everyPoint: Bool
    ) -> String {
        var values = prices.prices(date, area)
        let minutes = hourly ? 60 : PriceModel.minutes(of: date)
        if hourly, PriceModel.minutes(of: date) == 15 { values = PriceModel.hourly(values) }
        if sequence == 2 {
            values = values.enumerated().map {
                PriceModel.cents($0.element + 6 * prices.noise.normal(.priceSecondAuction, date.number * 100 + $0.offset))
            }
        }
        let points = values.indices.filter { everyPoint || $0 == 0 || values[$0] != values[$0 - 1] }
        let range = prices.calendar.range(of: date)
        let classification = sequence.map {
            """
                    <classificationSequence_AttributeInstanceComponent.position>\($0)</classificationSequence_AttributeInstanceComponent.position>

            """
        }
        return """
                <TimeSeries>
                    <mRID>\(number)</mRID>
                    <auction.type>A01</auction.type>
                    <businessType>A62</businessType>
                    <in_Domain.mRID codingScheme="A01">\(domain)</in_Domain.mRID>
                    <out_Domain.mRID codingScheme="A01">\(domain)</out_Domain.mRID>
                    <contract_MarketAgreement.type>A01</contract_MarketAgreement.type>
                    <currency_Unit.name>EUR</currency_Unit.name>
                    <price_Measure_Unit.name>MWH</price_Measure_Unit.name>
            \(classification ?? "")        <curveType>\(everyPoint ? "A01" : "A03")</curveType>
                    <Period>
                        <timeInterval><start>\(text(range.lowerBound))</start><end>\(text(range.upperBound))</end></timeInterval>
                        <resolution>PT\(minutes)M</resolution>
            \(points.map { "            <Point><position>\($0 + 1)</position><price.amount>\(values[$0])</price.amount></Point>\n" }.joined())\
                    </Period>
                </TimeSeries>

            """
    }

    private func document(_ series: [String], from: Instant, to: Instant, at now: Instant) -> String {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <Publication_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:3">
            <mRID>\(String(UInt64(bitPattern: now.microseconds), radix: 16))</mRID>
            <revisionNumber>1</revisionNumber>
            <type>A44</type>
            <sender_MarketParticipant.mRID codingScheme="A01">10X1001A1001A450</sender_MarketParticipant.mRID>
            <sender_MarketParticipant.marketRole.type>A32</sender_MarketParticipant.marketRole.type>
            <receiver_MarketParticipant.mRID codingScheme="A01">10X1001A1001A450</receiver_MarketParticipant.mRID>
            <receiver_MarketParticipant.marketRole.type>A33</receiver_MarketParticipant.marketRole.type>
            <createdDateTime>\(now.floored(to: .seconds(1)))</createdDateTime>
            <period.timeInterval><start>\(text(from))</start><end>\(text(to))</end></period.timeInterval>
        \(series.joined())</Publication_MarketDocument>
        """
    }

    private func acknowledgement(_ text: String, _ now: Instant) -> String {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <Acknowledgement_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-1:acknowledgementdocument:7:0">
            <createdDateTime>\(now.floored(to: .seconds(1)))</createdDateTime>
            <Reason><code>999</code><text>\(text)</text></Reason>
        </Acknowledgement_MarketDocument>
        """
    }

    /// `2026-02-01T23:00Z`.
    private func text(_ instant: Instant) -> String { instant.description.replacing(":00Z", with: "Z") }

    /// `YYYYMMDDHHMM` in UTC.
    private func minute(_ text: String?) -> Instant? {
        guard let text, text.count == 12, let value = Int(text),
            let date = LocalDate("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.dropFirst(6).prefix(2))")
        else { return nil }
        let (hour, minute) = (value / 100 % 100, value % 100)
        return Instant(seconds: Double(date.number * 86_400 + hour * 3600 + minute * 60))
    }
}
