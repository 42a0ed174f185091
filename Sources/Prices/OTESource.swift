public import Fetch
internal import Foundation
public import Site

/// OTE, the Czech market operator: SOAP service `PublicDataService`, no key.
///
/// Quarter-hours since delivery day 2025-10-01 (`GetDamPricePeriodE`), hours before (`GetDamPriceE`).
/// OTE's terms forbid republishing the values.
public struct OTESource: PriceSource {
    public static let endpoint = "https://www.ote-cr.cz/services/PublicDataService"
    static let namespace = "http://www.ote-cr.cz/schema/service/public"
    static let quarterHoursSince = CivilDate(daysSinceEpoch: 20_362)  // 2025-10-01

    public let name = "ote"
    private let endpoint: String

    public init(endpoint: String = Self.endpoint) { self.endpoint = endpoint }

    public func serves(_ market: String) -> Bool { market == "CZ" }

    public func request(for day: LocalDay) -> HTTPRequest {
        let isQuarterHourly = day.date >= Self.quarterHoursSince
        let operation = isQuarterHourly ? "GetDamPricePeriodE" : "GetDamPriceE"
        // Without InEur the old operation answers in CZK; the new one knows EUR only.
        let choice = isQuarterHourly ? "<pub:PeriodResolution>PT15M</pub:PeriodResolution>" : "<pub:InEur>true</pub:InEur>"
        let envelope = """
            <?xml version="1.0" encoding="UTF-8"?>
            <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:pub="\(Self.namespace)"><soapenv:Header/><soapenv:Body>\
            <pub:\(operation)><pub:StartDate>\(day.date)</pub:StartDate><pub:EndDate>\(day.date)</pub:EndDate>\(choice)</pub:\(operation)>\
            </soapenv:Body></soapenv:Envelope>
            """
        let headers = ["Content-Type": "text/xml; charset=utf-8", "SOAPAction": "\"\(Self.namespace)/\(operation)\""]
        return HTTPRequest(.post, endpoint, headers: headers, body: Array(envelope.utf8))
    }

    public func fetch(
        _ day: LocalDay, market: String, with client: HTTPClient, at now: Instant
    ) async throws(FetchError) -> Fetched<PriceDocument> {
        guard serves(market) else { throw unknown(market) }
        let request = request(for: day)
        let response = try await client.send(request)
        return Fetched(source: name, parts: [.init(request, response)], outcome: parse(response, day: day, at: now))
    }

    /// A day without items is not published. Time comes from the index alone: on days when clocks change, `PeriodInterval` contradicts itself.
    public func parse(_ response: HTTPResponse, day: LocalDay, at now: Instant) -> Outcome<PriceDocument> {
        let body: XMLTree
        do {
            body = try Self.soapBody(response, at: now)
        } catch {
            return .unreadable(error)
        }
        guard let answer = body.children.first(where: { $0.name.hasPrefix("GetDamPrice") && $0.name.hasSuffix("Response") }) else {
            return .unreadable(Unreadable(.malformed, "no GetDamPrice…Response in the SOAP body"))
        }
        var assembly = SlotAssembly(day)
        for item in answer["Result"]?.all("Item") ?? [] { Self.read(item, into: &assembly) }
        return assembly.outcome(source: name, market: "CZ", currency: "EUR", licence: "OTE, a.s.: internal use only, not to be republished")
    }

    private static func read(_ item: XMLTree, into assembly: inout SlotAssembly) {
        // An xs:date may carry an offset: 2026-03-29+02:00.
        guard let text = item["Date"]?.text, let date = CivilDate(String(text.prefix(10))) else {
            return assembly.note("an item without a readable Date")
        }
        guard date == assembly.day.date else { return }
        let resolution: Duration
        let position: String
        if let index = item["PeriodIndex"]?.text {
            switch item["PeriodResolution"]?.text ?? "PT15M" {
            case "PT15M": resolution = .seconds(900)
            case "PT60M": resolution = .seconds(3600)
            case let other: return assembly.note("the resolution \(other) is not known")
            }
            position = index
        } else {
            resolution = .seconds(3600)
            position = item["Hour"]?.text ?? ""
        }
        guard let index = Int(position), (1...assembly.day.count(of: resolution)).contains(index) else {
            return assembly.note("no period \(position) in a day of \(assembly.day.count(of: resolution))")
        }
        guard let amount = item["Price"]?.text else { return assembly.note("period \(index) has no price") }
        guard let price = Decimal(plain: amount) else { return assembly.note("period \(index): \(amount.prefix(20)) is no price") }
        assembly.add(from: assembly.day.startsAt + resolution * (index - 1), for: resolution, price: price)
    }

    /// The SOAP body, or why there is none: a Fault (OTE sends them with HTTP 500), a page instead of XML, another status.
    private static func soapBody(_ response: HTTPResponse, at now: Instant) throws(Unreadable) -> XMLTree {
        let envelope: XMLTree
        do {
            envelope = try response.xml()
        } catch {
            throw response.refusal(now: now) ?? error
        }
        guard envelope.name == "Envelope", let body = envelope["Body"] else {
            throw response.refusal(now: now) ?? Unreadable(.malformed, "no SOAP envelope: \(response.excerpt)")
        }
        if let fault = body["Fault"] {
            let code = fault["faultcode"]?.text ?? fault.descendant("Code", "Value")?.text ?? ""
            let reason = fault["faultstring"]?.text ?? fault.descendant("Reason", "Text")?.text ?? ""
            let isOurs = code.hasSuffix("Client") || code.hasSuffix("Sender")
            throw Unreadable(isOurs ? .refused : .busy, "SOAP Fault: \(reason.prefix(160))", retryAt: response.retryAt(now: now))
        }
        if let refusal = response.refusal(now: now) { throw refusal }
        return body
    }
}
