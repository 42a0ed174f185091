import Fetch
import Forecasts
import Site

let now = Instant("2026-03-28T12:10:30Z")!
let house = ForecastPlace(
    latitude: 49.1951, longitude: -16.6068, zone: Zone("Europe/Prague")!, planes: [.init(tiltDeg: 35, azimuthDeg: -12.5, peakKW: 9.9)])

func at(_ text: String) -> Instant { Instant(text)! }

extension Outcome<ForecastDocument> {
    var weather: [WeatherSlot]? { if case .weather(let slots) = document?.series { slots } else { nil } }
    var power: [PowerSlot]? { if case .power(let slots) = document?.series { slots } else { nil } }
    var unreadable: Unreadable? { if case .unreadable(let reason) = self { reason } else { nil } }
}

extension ForecastSource {
    func reading(_ text: String, status: Int = 200, headers: [String: String] = [:], place: ForecastPlace = house) -> Outcome<ForecastDocument> {
        parse(HTTPResponse(status: status, headers: headers, body: Array(text.utf8)), place: place, at: now)
    }
}
