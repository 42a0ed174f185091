internal import NIOCore

/// A file of the page as it goes over the wire, plain and, where it was packed at build time, gzipped.
struct PageFile: Sendable {
    let type: String
    let body: ByteBuffer
    let gzip: ByteBuffer?
    /// Strong, quoted; the two forms have tags of their own, as they are other bytes.
    let tag: String

    init(name: String, body: ByteBuffer, gzip: ByteBuffer?) {
        type = Self.type(of: name)
        self.body = body
        self.gzip = gzip
        tag = Self.digest(body)
    }

    /// FNV-1a, 64 bits, of Fowler, Noll and Vo: tells versions of a file apart, guards nothing.
    private static func digest(_ body: ByteBuffer) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in body.readableBytesView { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 16)
    }

    private static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        case "json": "application/json; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}
