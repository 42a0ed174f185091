/// What a Miniserver says of one input or block: `control`, `value` and `Code` of its `LL` reply.
public struct LoxoneReply: Sendable, Equatable {
    public var control: String
    /// As sent, a unit included: `21.5 °C`.
    public var value: String
    public var code: Int

    public init(control: String, value: String, code: Int) {
        self.control = control
        self.value = value
        self.code = code
    }

    /// The number at the start of the value, without its unit; nil where there is none.
    public var number: Double? {
        let text = value.drop { $0.isWhitespace }
        let sign = text.prefix { $0 == "-" || $0 == "+" }
        let digits = text.dropFirst(sign.count).prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        return sign.count <= 1 ? Double(sign + digits) : nil
    }

    /// Reads a reply, XML or JSON.
    ///
    /// Done is HTTP 2xx and code 200, both: a Miniserver may say either alone.
    static func reading(_ response: HTTPResponse, about path: String) throws(LoxoneError) -> LoxoneReply {
        let reply = try? parse(response)
        let status = response.isSuccess ? reply?.code ?? response.status : response.status
        guard response.isSuccess, let reply, reply.code == 200 else {
            let detail = response.excerpt.isEmpty ? "" : ": \(response.excerpt)"
            guard status != 200 else { throw LoxoneError(.unreadable, "\(path): not a Miniserver's reply\(detail)", status: status) }
            let code: LoxoneError.Code =
                switch status {
                case 401, 403: .denied
                case 404: .unknownInput
                case 408, 429, 503, 901: .busy
                case 200..<300: .unreadable
                default: .refused
                }
            throw LoxoneError(
                code, "\(path): the Miniserver says \(status)\(detail)", status: status, lockedFor: code == .denied ? lockedFor(response) : nil)
        }
        return reply
    }

    private static func parse(_ response: HTTPResponse) throws(Unreadable) -> LoxoneReply {
        if response.text.first(where: { !$0.isWhitespace }) == "<" {
            let root = try response.xml()
            let attributes = Dictionary(root.attributes.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
            guard root.name == "LL", let code = attributes["code"].flatMap({ Int($0) }) else { throw Unreadable(.malformed, "no LL") }
            return LoxoneReply(control: attributes["control"] ?? "", value: attributes["value"] ?? "", code: code)
        }
        return try response.json(JSONBody.self).LL
    }

    /// `<remaining>38</remaining>` in the page of a 403.
    private static func lockedFor(_ response: HTTPResponse) -> Duration? {
        guard let start = response.text.firstRange(of: "<remaining>")?.upperBound else { return nil }
        let digits = response.text[start...].prefix { $0.isASCII && $0.isNumber }
        return Int(digits).flatMap { $0 < 1_000_000 ? .seconds($0) : nil }
    }
}

/// `{"LL": {"control": …, "value": …, "Code": …}}`, the last also as `code`, values as text or as number.
private struct JSONBody: Decodable {
    // swift-format-ignore: the field's own name.
    var LL: LoxoneReply
}

extension LoxoneReply: Decodable {
    private enum Key: String, CodingKey {
        case control, value, code = "Code", lowerCode = "code"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func text(_ key: Key) throws -> String {
            if let text = try? container.decode(String.self, forKey: key) { return text }
            if let number = try? container.decode(Int.self, forKey: key) { return String(number) }
            return String(try container.decode(Double.self, forKey: key))
        }
        let codeText = try text(container.contains(.code) ? .code : .lowerCode)
        guard let code = Int(codeText) else {
            throw DecodingError.dataCorruptedError(forKey: .code, in: container, debugDescription: "not a number")
        }
        self.init(control: (try? text(.control)) ?? "", value: (try? text(.value)) ?? "", code: code)
    }
}
