/// Flyway's checksum of a script: CRC-32 over its lines without their ends, as a signed 32-bit number.
///
/// Equal for LF, CRLF and no newline at the end; a byte order mark at the very beginning does not count.
enum Checksum {
    /// - Parameter text: UTF-8, without a byte order mark.
    static func of(_ text: [UInt8]) -> Int32 {
        var crc: UInt32 = 0xFFFF_FFFF
        text.withUnsafeBufferPointer { bytes in
            table.withUnsafeBufferPointer { table in
                for byte in bytes where byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") {
                    crc = table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ (crc >> 8)
                }
            }
        }
        return Int32(bitPattern: ~crc)
    }

    /// The reflected polynomial 0xEDB88320 of IEEE 802.3, the one of zlib and java.util.zip.CRC32.
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { remainder, _ in (remainder >> 1) ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
}
