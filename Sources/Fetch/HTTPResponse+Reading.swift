internal import Foundation
public import Site

extension HTTPResponse {
    /// What an unsuccessful status means; nil for 2xx. Received at `now`.
    public func refusal(now: Instant) -> Unreadable? {
        if isSuccess { return nil }
        let kind: Unreadable.Kind =
            switch status {
            case 429: .quota
            case 408, 425, 500...: .busy
            case 400...: .refused
            default: .malformed
            }
        return Unreadable(kind, "HTTP \(status)" + (excerpt.isEmpty ? "" : ": \(excerpt)"), retryAt: retryAt(now: now))
    }

    /// The beginning of the body as one line a person can read: no tags, no control characters.
    public var excerpt: String {
        let beginning = String(decoding: body.prefix(1000), as: UTF8.self)
        var words = ""
        var isTag = false
        for character in beginning {
            switch character {
            case "<": isTag = true
            case ">" where isTag:
                isTag = false
                words.append(" ")
            case _ where isTag: continue
            default: words.append(character.isWhitespace || character.isControl ? " " : character)
            }
        }
        let line = words.split(separator: " ").joined(separator: " ")
        return line.count > 160 ? line.prefix(159) + "…" : line
    }

    /// Reads the body as JSON of a given shape.
    /// - Throws: `Unreadable` of kind `malformed`, which names the place.
    public func json<Value: Decodable>(_ type: Value.Type) throws(Unreadable) -> Value {
        if body.first(where: { !$0.isASCIIWhitespace }) == UInt8(ascii: "<") { throw Unreadable(.malformed, "markup instead of JSON: \(excerpt)") }
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch let error as DecodingError {
            throw Unreadable(.malformed, "unexpected JSON\(error.place): \(excerpt)")
        } catch {
            throw Unreadable(.malformed, "not JSON: \(excerpt)")
        }
    }

    /// Reads the body as XML.
    /// - Throws: `Unreadable` of kind `malformed`.
    public func xml() throws(Unreadable) -> XMLTree {
        guard body.first(where: { !$0.isASCIIWhitespace && $0 < 0x80 }) == UInt8(ascii: "<") else {
            throw Unreadable(.malformed, "not XML: \(excerpt)")
        }
        do {
            return try XMLTree(body)
        } catch {
            throw Unreadable(.malformed, "not XML (\(error.reason)): \(excerpt)")
        }
    }
}

extension DecodingError {
    fileprivate var place: String {
        let (context, what): (Context, String) =
            switch self {
            case .typeMismatch(let type, let context): (context, "no \(type)")
            case .valueNotFound(let type, let context): (context, "no \(type)")
            case .keyNotFound(let key, let context): (context, "no \"\(key.stringValue)\"")
            case .dataCorrupted(let context): (context, "not JSON")
            @unknown default: (Context(codingPath: [], debugDescription: ""), "not as expected")
            }
        let path = context.codingPath.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
        return path.isEmpty ? " (\(what))" : " (\(what) at \(path))"
    }
}

extension UInt8 {
    fileprivate var isASCIIWhitespace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension Character {
    fileprivate var isControl: Bool { unicodeScalars.contains { $0.properties.generalCategory == .control } }
}
