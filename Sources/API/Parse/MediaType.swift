/// A media type that a request accepts or sends.
enum MediaType: Sendable, Equatable {
    case json
    case arrayStripped
    case object(stripped: Bool)
    case csv, plain, xml, octets, form, openAPI, geoJSON, any
    case plan
    case other(String)

    var name: String {
        switch self {
        case .json: "application/json"
        case .arrayStripped: "application/vnd.pgrst.array+json;nulls=stripped"
        case .object(let stripped): "application/vnd.pgrst.object+json" + (stripped ? ";nulls=stripped" : "")
        case .csv: "text/csv"
        case .plain: "text/plain"
        case .xml: "text/xml"
        case .octets: "application/octet-stream"
        case .form: "application/x-www-form-urlencoded"
        case .openAPI: "application/openapi+json"
        case .geoJSON: "application/geo+json"
        case .any: "*/*"
        case .plan: "application/vnd.pgrst.plan"
        case .other(let name): name
        }
    }

    /// The value of `Content-Type` in an answer.
    var contentType: String { name + "; charset=utf-8" }

    var isObject: Bool {
        if case .object = self { true } else { false }
    }

    /// Reads one media type with its parameters.
    init(_ text: String) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { String($0).trimmed }
        let parameters = parts.dropFirst().map { $0.split(separator: "=", maxSplits: 1).map { String($0).trimmed.replacing("\"", with: "") } }
        let isStripped = parameters.contains { $0.count == 2 && $0[0].lowercased() == "nulls" && $0[1] == "stripped" }
        self =
            switch (parts.first ?? "").lowercased() {
            case "application/json": .json
            case "application/vnd.pgrst.array", "application/vnd.pgrst.array+json": isStripped ? .arrayStripped : .json
            case "application/vnd.pgrst.object", "application/vnd.pgrst.object+json": .object(stripped: isStripped)
            case "application/vnd.pgrst.plan", "application/vnd.pgrst.plan+json", "application/vnd.pgrst.plan+text": .plan
            case "application/openapi+json": .openAPI
            case "application/geo+json": .geoJSON
            case "application/octet-stream": .octets
            case "application/x-www-form-urlencoded": .form
            case "text/csv": .csv
            case "text/plain": .plain
            case "text/xml": .xml
            case "*/*": .any
            default: .other(text.trimmed)
            }
    }

    /// An `Accept` header, best first: by quality, then by how specific it is. Missing is `*/*`.
    static func accepted(_ header: String?) -> [MediaType] {
        guard let header else { return [.any] }
        let choices = header.split(separator: ",").enumerated().map { index, text -> (type: String, quality: Double, specific: Int, index: Int) in
            let compact = text.filter { $0 != " " && $0 != "\t" }
            let mark = compact.range(of: ";q=")
            let type = mark.map { String(compact[..<$0.lowerBound]) } ?? compact
            let quality = mark.map { Double(compact[$0.upperBound...].prefix { $0 != ";" }) ?? 1 } ?? 1
            return (type, quality, type.count { $0 == ";" } - type.count { $0 == "*" }, index)
        }
        return choices.sorted { ($1.quality, $1.specific, $0.index) < ($0.quality, $0.specific, $1.index) }.map { MediaType($0.type) }
    }
}

extension StringProtocol {
    /// Where `word` first stands.
    fileprivate func range(of word: String) -> Range<Index>? { ranges(of: word).first }
}
