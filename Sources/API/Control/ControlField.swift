/// An argument of a door that comes in the query string or as a member of the body.
struct ControlField: Sendable {
    enum Kind: Sendable {
        case text
        case choice([String])
        case integer(ClosedRange<Int>?)
        case number
        case boolean
        case instant
        case day
        /// Any JSON object.
        case object
    }

    var name: String
    var kind: Kind
    var isRequired: Bool
    var note: String

    init(_ name: String, _ kind: Kind, required: Bool = false, _ note: String) {
        (self.name, self.kind, isRequired, self.note) = (name, kind, required, note)
    }

    /// As JSON Schema; the database judges what it leaves open.
    var schema: JSONValue {
        switch kind {
        case .text: ["type": "string", "maxLength": .integer(500)]
        case .choice(let values): ["type": "string", "enum": .array(values.map { .string($0) })]
        case .integer(let range):
            .object(
                [.init(key: "type", value: "integer")]
                    + (range.map { [.init(key: "minimum", value: .integer($0.lowerBound)), .init(key: "maximum", value: .integer($0.upperBound))] } ?? []))
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .instant: ["type": "string", "format": "date-time"]
        case .day: ["type": "string", "format": "date"]
        case .object: ["type": "object"]
        }
    }
}
