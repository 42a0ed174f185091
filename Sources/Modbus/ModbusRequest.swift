/// One request of the register functions 03, 04, 06 and 16.
public struct ModbusRequest: Sendable, Hashable {
    public enum Operation: Sendable, Hashable {
        /// FC03 or FC04.
        case read(RegisterSpace, count: Int)
        /// FC16, also for one register.
        case writeMultiple([UInt16])
        /// FC06.
        case writeSingle(UInt16)
    }

    /// Modbus unit id (slave address); behind a gateway it selects the device on the line.
    public var unit: UInt8
    /// Zero-based address as it goes over the wire (PDU address) of the first register.
    public var address: UInt16
    public var operation: Operation

    public init(unit: UInt8, address: UInt16, operation: Operation) {
        self.unit = unit
        self.address = address
        self.operation = operation
    }

    public var function: UInt8 {
        switch operation {
        case .read(.holding, _): 0x03
        case .read(.input, _): 0x04
        case .writeMultiple: 0x10
        case .writeSingle: 0x06
        }
    }

    /// How many registers it names.
    public var count: Int {
        switch operation {
        case .read(_, let count): count
        case .writeMultiple(let words): words.count
        case .writeSingle: 1
        }
    }

    /// What forbids sending it: the protocol's limits (125 registers read, 123 written, addresses to 65535).
    var objection: String? {
        let limit = if case .read = operation { 125 } else { 123 }
        if !(1...limit).contains(count) { return "\(count) registers asked for; function \(function) takes 1 to \(limit)" }
        if Int(address) + count > 65_536 { return "the range ends past register 65535" }
        return nil
    }
}

extension ModbusRequest {
    /// Function code and data, without unit id and header. Only for requests without `objection`.
    var pdu: [UInt8] {
        var bytes = [function] + address.bigEndianBytes
        switch operation {
        case .read(_, let count): bytes += UInt16(count).bigEndianBytes
        case .writeSingle(let word): bytes += word.bigEndianBytes
        case .writeMultiple(let words):
            bytes += UInt16(words.count).bigEndianBytes + [UInt8(words.count * 2)]
            for word in words { bytes += word.bigEndianBytes }
        }
        return bytes
    }

    /// Reads a PDU the way a device does; nil where the function is another one or the lengths do not fit.
    init?(unit: UInt8, pdu: some Collection<UInt8>) {
        let bytes = Array(pdu)
        guard bytes.count >= 5 else { return nil }
        let second = UInt16(bigEndian: bytes[3], bytes[4])
        let operation: Operation
        switch bytes[0] {
        case 0x03: operation = .read(.holding, count: Int(second))
        case 0x04: operation = .read(.input, count: Int(second))
        case 0x06: operation = .writeSingle(second)
        case 0x10:
            guard bytes.count == 6 + 2 * Int(second), Int(bytes[5]) == 2 * Int(second) else { return nil }
            operation = .writeMultiple(bytes.words(from: 6))
        default: return nil
        }
        self.init(unit: unit, address: UInt16(bigEndian: bytes[1], bytes[2]), operation: operation)
    }
}

extension UInt16 {
    init(bigEndian high: UInt8, _ low: UInt8) { self = UInt16(high) << 8 | UInt16(low) }

    var bigEndianBytes: [UInt8] { [UInt8(self >> 8), UInt8(truncatingIfNeeded: self)] }
}

extension [UInt8] {
    /// The rest from `start` on as big-endian registers; an odd last byte is dropped.
    func words(from start: Int) -> [UInt16] {
        stride(from: start, to: count - 1, by: 2).map { UInt16(bigEndian: self[$0], self[$0 + 1]) }
    }
}
