/// RFC 3986 percent-encoding of UTF-8.
enum PercentEncoding {
    /// - Returns: nil where the decoded bytes are not UTF-8. A `%` without two hexadecimal digits stands for itself.
    static func decode(_ bytes: some Collection<UInt8>, plusIsBlank: Bool = false) -> String? {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            let next = bytes.index(after: index)
            index = next
            if byte == UInt8(ascii: "%"), next < bytes.endIndex, let high = digit(bytes[next]) {
                let last = bytes.index(after: next)
                if last < bytes.endIndex, let low = digit(bytes[last]) {
                    output.append(high << 4 | low)
                    index = bytes.index(after: last)
                    continue
                }
            }
            output.append(plusIsBlank && byte == UInt8(ascii: "+") ? 0x20 : byte)
        }
        return String(validating: output, as: UTF8.self)
    }

    /// Everything but RFC 3986's unreserved characters becomes `%XX`.
    static func encode(_ text: String) -> String {
        var output = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
                output.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                output += byte < 16 ? "%0" : "%"
                output += String(byte, radix: 16, uppercase: true)
            }
        }
        return output
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
