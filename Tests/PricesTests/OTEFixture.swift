import Fetch
import Site

/// Answers in OTE's format with invented numbers.
struct OTEFixture {
    var items: [String]

    /// A whole day of quarter-hours; labels of `PeriodInterval` are wrong where clocks change, as they are in reality.
    init(_ day: LocalDay) {
        let count = day.count(of: .seconds(900))
        items = (1...count).map { index in
            let start = (index - 1) % 96
            let label = "\(start / 4):\(start % 4 * 15)-02a:00"
            return """
                <Item><Date>\(day.date)</Date><PeriodIndex>\(index)</PeriodIndex><PeriodInterval>\(label)</PeriodInterval>\
                <PeriodResolution>PT15M</PeriodResolution><Price>\(invented(index))</Price><HourlyPrice>1.00</HourlyPrice><VolumeTotal>123.456</VolumeTotal></Item>
                """
        }
    }

    init(items: [String]) { self.items = items }

    /// The hourly operation of days before 2025-10-01.
    static func hourly(_ day: LocalDay) -> OTEFixture {
        OTEFixture(
            items: (1...day.count(of: .seconds(3600))).map { hour in
                "<Item><Date>\(day.date)</Date><Hour>\(hour)</Hour><Price>\(invented(hour))</Price><Volume>1234.5</Volume></Item>"
            })
    }

    func bytes(operation: String = "GetDamPricePeriodE", prefix: String = "soap") -> [UInt8] {
        Array(
            """
            <?xml version='1.0' encoding='UTF-8'?><\(prefix):Envelope xmlns:\(prefix)="http://schemas.xmlsoap.org/soap/envelope/"><\(prefix):Body>\
            <\(operation)Response xmlns="http://www.ote-cr.cz/schema/service/public"><Result>\(items.joined())</Result></\(operation)Response>\
            </\(prefix):Body></\(prefix):Envelope>
            """.utf8)
    }

    func response(operation: String = "GetDamPricePeriodE") -> HTTPResponse { HTTPResponse(status: 200, body: bytes(operation: operation)) }
}
