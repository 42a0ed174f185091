internal import Clock
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Site

/// Takes requests out of HTTP, hands them to the service their path names, and does to the answer what is wrong with it.
struct SimulatorResponder: HTTPResponder {
    /// Knows its connection, so that it can be dropped.
    struct Context: InitializableFromSource {
        let channel: any Channel

        init(source: ApplicationRequestContextSource) { channel = source.channel }
    }

    let house: SimulatedHouse
    let services: [String: (service: SimulatedService, server: any SimulatedServer)]
    let control: ControlServer

    init(house: SimulatedHouse, configuration: SimulatorConfiguration) {
        let model = house.model
        let prices = PriceModel(noise: model.noise, weather: model.weather, calendar: model.calendar)
        let publication = Publication(noise: model.noise, calendar: model.calendar)
        let rates = ExchangeRates(noise: model.noise, calendar: model.calendar)
        let loxone = LoxoneServer(configuration.loxone)
        let servers: [SimulatedService: any SimulatedServer] = [
            .ote: OTEServer(prices: prices, publication: publication, rates: rates),
            .energyCharts: EnergyChartsServer(prices: prices, publication: publication),
            .smard: SMARDServer(prices: prices, publication: publication),
            .entsoe: ENTSOEServer(prices: prices, publication: publication),
            .nordpool: NordPoolServer(prices: prices, publication: publication),
            .cnb: CNBServer(rates: rates),
            .openMeteo: OpenMeteoServer(noise: model.noise, calendar: model.calendar),
            .forecastSolar: ForecastSolarServer(noise: model.noise, calendar: model.calendar),
            .solcast: SolcastServer(model: model.weather, planes: model.planes),
            .loxone: loxone,
        ]
        self.house = house
        services = Dictionary(uniqueKeysWithValues: servers.map { ($0.key.path, ($0.key, $0.value)) })
        control = ControlServer(house: house, loxone: loxone)
    }

    func respond(to request: Request, context: Context) async throws -> Response {
        var components = request.uri.path.split(separator: "/").map { String($0).removingPercentEncoding ?? String($0) }
        // A Miniserver has its web services at the root of its own address.
        if let first = components.first, ["dev", "jdev"].contains(first) { components.insert(SimulatedService.loxone.path, at: 0) }
        let service = components.first.flatMap { services[$0] }
        let now = house.clock.now
        let effects = service.map { house.faults.effects(on: .service($0.service), at: now) } ?? []
        if effects.contains(.offline) {
            try await context.channel.close()
            return Response(status: .serviceUnavailable)
        }
        for case .delay(let seconds) in effects { try await Task.sleep(for: .seconds(seconds)) }
        let body = try await request.body.collect(upTo: 1 << 20)
        let asked = ServiceRequest(
            method: request.method.rawValue, path: Array(components.dropFirst()),
            query: Dictionary(request.uri.queryParameters.map { (String($0.key), String($0.value)) }) { first, _ in first },
            headers: Dictionary(request.headers.map { ($0.name.canonicalName, $0.value) }) { first, _ in first },
            body: String(buffer: body), now: now, effects: effects)
        let reply =
            if let service {
                damaged(by: effects) ?? service.server.answer(asked)
            } else if components.isEmpty || components[0] == "sim" {
                control.answer(asked)
            } else {
                ServiceReply.notFound
            }
        return response(reply, effects)
    }

    /// What stands in for the answer, if anything does.
    private func damaged(by effects: [Fault.Effect]) -> ServiceReply? {
        for effect in effects {
            switch effect {
            case .status(let code):
                return code == 429
                    ? .json(
                        ["error": true, "reason": "Minutely API request limit exceeded. Please try again in one minute."], status: code)
                    : ServiceReply(status: code, contentType: "text/html; charset=utf-8", body: page("\(code)"))
            case .htmlPage: return ServiceReply(contentType: "text/html; charset=utf-8", body: page("Application is not available"))
            default: break
            }
        }
        return nil
    }

    private func response(_ reply: ServiceReply, _ effects: [Fault.Effect]) -> Response {
        var headers: HTTPFields = [.contentType: reply.contentType]
        if reply.status == 429 { headers[.retryAfter] = "60" }
        let buffer = ByteBuffer(string: reply.body)
        for case .cut(let bytes) in effects where bytes < buffer.readableBytes {
            let part = ByteBuffer(string: String(decoding: Array(reply.body.utf8.prefix(bytes)), as: UTF8.self))
            return Response(
                status: .init(code: reply.status), headers: headers,
                body: ResponseBody(contentLength: buffer.readableBytes) { writer in
                    try await writer.write(part)
                    // Without an end the connection closes short of the announced length.
                    throw CancellationError()
                })
        }
        return Response(status: .init(code: reply.status), headers: headers, body: ResponseBody(byteBuffer: buffer))
    }

    private func page(_ text: String) -> String {
        "<!DOCTYPE html>\n<html><head><title>\(text)</title></head><body><h1>\(text)</h1></body></html>\n"
    }
}
