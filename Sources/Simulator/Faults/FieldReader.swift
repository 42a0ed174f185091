internal import Site

/// Takes named text fields apart and complains about what is missing, wrong or left over.
struct FieldReader {
    private var fields: [String: String]

    init(fields: [String: String]) { self.fields = fields }

    mutating func text(_ name: String) throws(SimulatorError) -> String {
        guard let value = fields.removeValue(forKey: name) else { throw SimulatorError("the field '\(name)' is missing") }
        return value
    }

    mutating func integer(_ name: String, _ range: ClosedRange<Int>) throws(SimulatorError) -> Int {
        let value = try text(name)
        guard let number = Int(value), range.contains(number) else {
            throw SimulatorError("\(name)=\(value) is no whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func number(_ name: String) throws(SimulatorError) -> Double {
        let value = try text(name)
        guard let number = Double(value), number.isFinite else { throw SimulatorError("\(name)=\(value) is no number") }
        return number
    }

    /// `address` and `count`; nil where neither is given.
    mutating func registers() throws(SimulatorError) -> Range<Int>? {
        guard fields["address"] != nil || fields["count"] != nil else { return nil }
        let address = try integer("address", 0...65_535)
        let count = fields["count"] == nil ? 1 : try integer("count", 1...65_536)
        return address..<address + count
    }

    mutating func instant(_ name: String) throws(SimulatorError) -> Instant? {
        guard let value = fields.removeValue(forKey: name) else { return nil }
        guard let instant = Instant(value) else { throw SimulatorError("\(name)=\(value) is no ISO 8601 time with an offset") }
        return instant
    }

    func end() throws(SimulatorError) {
        if let name = fields.keys.min() { throw SimulatorError("nothing is known about the field '\(name)'") }
    }
}

/// A JSON number or text, kept as text.
struct FieldScalar: Codable {
    var text: String

    init(text: String) { self.text = text }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let integer = try? container.decode(Int.self) {
            text = String(integer)
        } else if let number = try? container.decode(Double.self) {
            text = String(number)
        } else {
            text = try container.decode(String.self)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let integer = Int(text) {
            try container.encode(integer)
        } else if let number = Double(text) {
            try container.encode(number)
        } else {
            try container.encode(text)
        }
    }
}
