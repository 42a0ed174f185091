/// Turns a body into a payload by its content type.
struct BodyParser {
    let contentType: MediaType
    let isRoutine: Bool
    let hasColumns: Bool

    /// - Throws: PGRST102, or 22021 for text that is not UTF-8.
    func parse(_ body: [UInt8]) throws(APIError) -> Payload {
        switch contentType {
        case .json:
            if body.isEmpty, isRoutine, !hasColumns { return .json("{}", keys: []) }
            guard let text = String(validating: body, as: UTF8.self), let shape = JSONReader.shape(text) else {
                throw .body("Empty or invalid json")
            }
            return hasColumns ? .unchecked(text) : try payload(text, shape, mismatch: "All object keys must match")
        case .csv:
            let text = try CSVReader.json(try Self.text(body))
            guard let shape = JSONReader.shape(text) else { throw .body("Empty or invalid csv") }
            return try payload(text, shape, mismatch: "All lines must have same number of fields")
        case .form:
            let fields = try QueryString(try Self.text(body)).pairs.map { QueryParameters.Argument(name: $0.key, value: $0.value ?? "") }
            if isRoutine { return .form(fields) }
            let members = Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            let object = JSONValue.object(members.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .string($0.value)) })
            return .json(object.text, keys: Set(members.keys))
        case .plain where isRoutine, .xml where isRoutine: return .text(try Self.text(body))
        case .octets where isRoutine: return .bytes(body)
        default: throw .body("Content-Type not acceptable: \(contentType.name)")
        }
    }

    private func payload(_ text: String, _ shape: JSONShape, mismatch: String) throws(APIError) -> Payload {
        switch shape {
        case .object(let keys): return .json(text, keys: keys)
        case .objects(let keys): return .json(keys == nil ? "[]" : text, keys: keys ?? [])
        case .mixedArray: throw .body(mismatch)
        case .scalar: return .json("[]", keys: [])
        }
    }

    private static func text(_ body: [UInt8]) throws(APIError) -> String {
        guard let text = String(validating: body, as: UTF8.self) else { throw .encoding }
        return text
    }
}
