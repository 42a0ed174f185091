extension String {
    /// The text as one part of a URL: everything but RFC 3986's unreserved characters becomes `%XX` of its UTF-8 bytes.
    public var percentEncoded: String {
        var encoded = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += (digits.utf8.count == 1 ? "%0" : "%") + digits
            }
        }
        return encoded
    }
}

extension Sequence<(String, String)> {
    /// `name=value&…`, both percent-encoded, in the given order.
    public var queryString: String {
        map { "\($0.percentEncoded)=\($1.percentEncoded)" }.joined(separator: "&")
    }
}
