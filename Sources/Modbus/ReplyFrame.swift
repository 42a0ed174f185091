/// A Modbus TCP reply as received: seven header bytes (MBAP) and the PDU.
struct ReplyFrame {
    /// Transaction id (2), protocol id (2), length (2, counts unit id and PDU), unit id (1).
    static let headerLength = 7
    /// Unit id and PDU: at least one function code and one more byte, at most 253 bytes of PDU.
    static let lengths = 3...254

    var bytes: [UInt8]

    /// What the header says follows after its first six bytes.
    static func length(ofHeader header: [UInt8]) -> Int { Int(UInt16(bigEndian: header[4], header[5])) }

    enum Verdict: Equatable {
        /// The registers read; empty for a write.
        case words([UInt16])
        case exception(ModbusException)
        case invalid(ReplyCheck, String)
    }

    /// Whether it answers `request` sent as `transaction`, and what it says.
    func verdict(for request: ModbusRequest, transaction: UInt16) -> Verdict {
        let header = bytes.prefix(Self.headerLength)
        let pdu = Array(bytes.dropFirst(Self.headerLength))
        let id = UInt16(bigEndian: header[0], header[1])
        guard id == transaction else { return .invalid(.transactionID, "\(id) instead of \(transaction)") }
        let protocolID = UInt16(bigEndian: header[2], header[3])
        guard protocolID == 0 else { return .invalid(.protocolID, "\(protocolID) instead of 0") }
        guard Self.length(ofHeader: Array(header)) == pdu.count + 1, pdu.count >= 2 else { return .invalid(.length, "\(pdu.count + 1)") }
        guard header[6] == request.unit else { return .invalid(.unit, "\(header[6]) instead of \(request.unit)") }
        if pdu[0] == request.function | 0x80 {
            return pdu.count == 2 ? .exception(ModbusException(rawValue: pdu[1])) : .invalid(.length, "exception of \(pdu.count) bytes")
        }
        guard pdu[0] == request.function else { return .invalid(.function, "\(pdu[0]) instead of \(request.function)") }
        switch request.operation {
        case .read(_, let count):
            guard Int(pdu[1]) == 2 * count, pdu.count == 2 + 2 * count else {
                return .invalid(.byteCount, "\(pdu[1]) announced, \(pdu.count - 2) received, \(2 * count) asked for")
            }
            return .words(pdu.words(from: 2))
        case .writeSingle, .writeMultiple:
            // Both echo the first five bytes of the request: function, address, and value or quantity.
            return pdu == Array(request.pdu.prefix(5)) ? .words([]) : .invalid(.echo, "\(pdu)")
        }
    }
}
