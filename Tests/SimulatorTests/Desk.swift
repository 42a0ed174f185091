import Foundation
import Site

@testable import Simulator

/// The market counterparts without HTTP.
struct Desk {
    let model: HouseModel
    let prices: PriceModel
    let publication: Publication
    let rates: ExchangeRates

    init(seed: UInt64 = 42) throws {
        var configuration = SimulatorConfiguration()
        configuration.seed = seed
        model = try HouseModel(configuration)
        prices = PriceModel(noise: model.noise, weather: model.weather, calendar: model.calendar)
        publication = Publication(noise: model.noise, calendar: model.calendar)
        rates = ExchangeRates(noise: model.noise, calendar: model.calendar)
    }

    var ote: OTEServer { OTEServer(prices: prices, publication: publication, rates: rates) }

    func get(
        _ server: any SimulatedServer, _ path: String, _ query: [String: String] = [:], at now: String, effects: [Fault.Effect] = [],
        headers: [String: String] = [:]
    ) -> ServiceReply {
        server.answer(
            ServiceRequest(
                method: "GET", path: path.split(separator: "/").map(String.init), query: query, headers: headers, body: "",
                now: Instant(now)!, effects: effects))
    }

    /// The items of `GetDamPricePeriodE` for the days asked for.
    func ote(_ start: String, _ end: String, resolution: String = "PT15M", at now: String, effects: [Fault.Effect] = []) -> [Item] {
        let body = """
            <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:pub="\(OTEServer.namespace)">\
            <soapenv:Body><pub:GetDamPricePeriodE><pub:StartDate>\(start)</pub:StartDate><pub:EndDate>\(end)</pub:EndDate>\
            <pub:PeriodResolution>\(resolution)</pub:PeriodResolution></pub:GetDamPricePeriodE></soapenv:Body></soapenv:Envelope>
            """
        let reply = ote.answer(
            ServiceRequest(
                method: "POST", path: ["services", "PublicDataService"], query: [:], headers: [:], body: body, now: Instant(now)!,
                effects: effects))
        return reply.body.matches(of: /<Item>(.*?)<\/Item>/).map { Item(String($0.output.1)) }
    }

    struct Item: Equatable {
        var date: String
        var resolution: String
        var index: Int
        var label: String
        var price: Double
        var hourly: Double

        init(_ text: String) {
            func field(_ name: String) -> String {
                text.firstRange(of: "<\(name)>").flatMap { start in
                    text[start.upperBound...].firstRange(of: "</").map { String(text[start.upperBound..<$0.lowerBound]) }
                } ?? ""
            }
            date = field("Date")
            resolution = field("PeriodResolution")
            index = Int(field("PeriodIndex")) ?? 0
            label = field("PeriodInterval")
            price = Double(field("Price")) ?? .nan
            hourly = Double(field("HourlyPrice")) ?? .nan
        }
    }
}

/// Parsed JSON, for looking into answers.
func object(_ reply: ServiceReply) throws -> [String: Any] {
    try object(reply.body)
}

func object(_ body: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] ?? [:]
}
