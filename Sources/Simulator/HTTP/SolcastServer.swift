internal import Site

/// `GET /rooftop_sites/<id>/forecasts?format=json&hours=N` and `…/estimated_actuals`: kW means of half-hours, labelled by their
/// end, for the strings of the house. Ten calls a day.
struct SolcastServer: SimulatedServer {
    let model: WeatherModel
    let planes: [PVPlane]
    private let budget = CallBudget(limit: 10, period: .seconds(86_400))

    init(model: WeatherModel, planes: [PVPlane]) {
        self.model = model
        self.planes = planes
    }

    func answer(_ request: ServiceRequest) -> ServiceReply {
        guard request.path.count == 3, request.path[0] == "rooftop_sites", ["forecasts", "estimated_actuals"].contains(request.path[2])
        else {
            return .json(["response_status": ["error_code": "NotFound", "message": "Not Found"]], status: 404)
        }
        let bearer = request.headers["authorization"].map { $0.hasPrefix("Bearer ") && $0.count > 7 } ?? false
        guard bearer || !(request.query["api_key"] ?? "").isEmpty else {
            return .json(["response_status": ["error_code": "Unauthorized", "message": "The API key is missing."]], status: 401)
        }
        guard request.query["format"] == "json", let hours = request.query["hours"].map({ Int($0) }) ?? 48, (1...336).contains(hours) else {
            return .json(
                ["response_status": ["error_code": "BadRequest", "message": "format must be json and hours 1 to 336."]], status: 400)
        }
        guard budget.take(at: request.now).retryAt == nil else {
            return .json(
                ["response_status": ["error_code": "TooManyRequests", "message": "You have exceeded your free daily limit."]], status: 429)
        }
        let isPast = request.path[2] == "estimated_actuals"
        let now = request.now.floored(to: .seconds(1800))
        let rows = (1...2 * hours).map { isPast ? now - .seconds(1800 * ($0 - 1)) : now + .seconds(1800 * $0) }.map { end in
            row(end, isPast: isPast, request)
        }
        return .json([isPast ? "estimated_actuals" : "forecasts": .array(request.repeated(rows))])
    }

    private func row(_ end: Instant, isPast: Bool, _ request: ServiceRequest) -> JSON {
        let forecast = WeatherForecast(model: model, at: request.now)
        let lead = max(0, (end - request.now) / .seconds(3600))
        // 1.28 deviations of the cloud level: what the forecast gets wrong, and short-lived clouds it does not know.
        let spread = 1.28 * (0.5 + 0.95 * min(1, lead / 72).squareRoot())
        // Under a flat sun more cloud may mean more light on a steep plane, so the three are put in order.
        let values = (isPast ? [0] : [spread, 0, -spread]).map { meanKW(end, forecast, shift: $0) }.sorted()
        var row: [String: JSON] = [
            "pv_estimate": .number(values[values.count / 2]),
            "period_end": .string(String(end.description.dropLast()) + ".0000000Z"),
            "period": "PT30M",
        ]
        if !isPast {
            row["pv_estimate10"] = .number(values[0])
            row["pv_estimate90"] = .number(values[2])
        }
        return .object(row)
    }

    private func meanKW(_ end: Instant, _ forecast: WeatherForecast, shift: Double) -> Double {
        let parts = 6
        let sum = (0..<parts).reduce(0.0) { sum, part in
            let weather = forecast.sample(at: end - .seconds(300 * part + 150), cloudShift: shift)
            return sum + planes.reduce(0) { $0 + $1.dcPowerW(in: weather) * 0.96 }
        }
        return rounded(sum / Double(parts) / 1000, 4)
    }
}
