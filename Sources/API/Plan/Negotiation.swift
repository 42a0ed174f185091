/// The first accepted media type that can be produced.
enum Negotiation {
    /// - Throws: PGRST107.
    static func data(_ accepted: [MediaType]) throws(APIError) -> (type: MediaType, form: BodyForm) {
        for type in accepted {
            switch type {
            case .json, .any: return (.json, .json(stripped: false))
            case .arrayStripped: return (type, .json(stripped: true))
            case .object(let stripped): return (type, .object(stripped: stripped))
            case .csv: return (type, .csv)
            case .plain, .xml, .octets, .form, .openAPI, .geoJSON, .plan, .other: continue
            }
        }
        throw .mediaType(accepted)
    }

    /// - Throws: PGRST107.
    static func description(_ accepted: [MediaType]) throws(APIError) {
        guard accepted.contains(where: { $0 == .openAPI || $0 == .json || $0 == .any }) else { throw .mediaType(accepted) }
    }
}
