internal import Site

/// A request to one of the services, taken out of HTTP.
struct ServiceRequest: Sendable {
    var method: String
    /// Path behind the service's prefix, split and percent-decoded.
    var path: [String]
    var query: [String: String]
    /// By lower-case name.
    var headers: [String: String]
    var body: String
    var now: Instant
    /// What is wrong with the data.
    var missingTomorrow = false
    var hourly = false
    var duplicateRows = false

    init(
        method: String, path: [String], query: [String: String], headers: [String: String], body: String, now: Instant,
        effects: [Fault.Effect]
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.now = now
        missingTomorrow = effects.contains(.missingTomorrow)
        hourly = effects.contains(.hourly)
        duplicateRows = effects.contains(.duplicateRows)
    }

    /// With every seventh row sent twice, where that is wrong with the data.
    func repeated<Row>(_ rows: [Row]) -> [Row] {
        duplicateRows ? rows.enumerated().flatMap { $0.offset % 7 == 3 ? [$0.element, $0.element] : [$0.element] } : rows
    }
}

struct ServiceReply: Sendable {
    var status = 200
    var contentType: String
    var body: String

    static func json(_ value: JSON, status: Int = 200) -> Self {
        Self(status: status, contentType: "application/json; charset=utf-8", body: value.text)
    }

    static func xml(_ body: String, status: Int = 200) -> Self {
        Self(status: status, contentType: "text/xml; charset=utf-8", body: body)
    }

    static func text(_ body: String, status: Int = 200) -> Self {
        Self(status: status, contentType: "text/plain; charset=utf-8", body: body)
    }

    static let notFound = text("404 page not found\n", status: 404)
}

/// A counterpart on the HTTP port.
protocol SimulatedServer: Sendable {
    func answer(_ request: ServiceRequest) -> ServiceReply
}
