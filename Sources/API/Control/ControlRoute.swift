internal import Foundation

/// A request under `/api/v1` and the function of schema `api` that answers it. A thin door: nothing is decided here.
struct ControlRoute: Sendable {
    let method: String
    /// Path below `/api/v1`; `{name}` stands for one segment.
    let pattern: [String]
    let function: String
    /// Arguments from path and query.
    let arguments: @Sendable (_ path: [String: String], _ query: [String: String]) -> [String: any Sendable]

    static let all: [ControlRoute] = [
        ControlRoute(method: "GET", pattern: ["me"], function: "me") { _, _ in [:] },
        ControlRoute(method: "GET", pattern: ["me", "sites"], function: "my_sites") { _, _ in [:] },
        job("prices/import") { ("price_import", $0) },
        job("fx/import") { ("fx_import", $0) },
        job("forecast/run") { ("forecast_import", $0) },
        job("plan/run") { query in ("plan_\(query["type"] ?? "rolling")", query.filter { $0.key != "type" }) },
        job("setpoints/export") { ("setpoint_export", $0) },
        job("audit/fill") { ("audit_fill", $0) },
    ]

    private static func job(_ path: String, _ work: @escaping @Sendable ([String: String]) -> (job: String, argument: [String: String])) -> ControlRoute {
        ControlRoute(method: "POST", pattern: ["sites", "{id}"] + path.split(separator: "/").map(String.init), function: "request_job") { path, query in
            let (job, argument) = work(query)
            return ["p_site_id": path["id"] ?? "", "p_job": job, "p_argument": argument]
        }
    }

    /// Values of the pattern's names, or nil where the path is another.
    func match(_ segments: [String]) -> [String: String]? {
        guard segments.count == pattern.count else { return nil }
        var values: [String: String] = [:]
        for (segment, part) in zip(segments, pattern) {
            if part.hasPrefix("{") {
                values[String(part.dropFirst().dropLast())] = segment
            } else if part != segment {
                return nil
            }
        }
        return values
    }

    /// The arguments as the body of a call.
    func body(_ path: [String: String], _ query: [String: String]) throws -> [UInt8] {
        Array(try JSONSerialization.data(withJSONObject: arguments(path, query), options: .sortedKeys))
    }
}
