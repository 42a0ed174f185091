public import Site
internal import Synchronization

/// One register of one write that reached a device.
public struct WriteRecord: Sendable, Hashable, Encodable {
    public enum Outcome: Sendable, Hashable {
        case taken
        /// Confirmed and without effect.
        case ignored
        /// Refused with a Modbus exception.
        case refused(code: UInt8)
    }

    /// Over Modbus, or by a person at the device.
    public enum Author: String, Sendable, Hashable, Encodable { case modbus, owner }

    @ISOText public var at: Instant
    public var device: SimulatedDevice
    public var address: UInt16
    /// What the register held.
    public var old: UInt16
    public var new: UInt16
    public var outcome: Outcome
    public var author: Author

    /// The register held the value already: wear for nothing.
    public var isIdentical: Bool { old == new }
}

extension WriteRecord.Outcome: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .taken: try container.encode("taken")
        case .ignored: try container.encode("ignored")
        case .refused(let code): try container.encode("refused with exception \(code)")
        }
    }
}

/// Every write that reached a device, in order.
public final class WriteLog: Sendable {
    private let state = Mutex<[WriteRecord]>([])

    init() {}

    public var records: [WriteRecord] { state.withLock { $0 } }

    /// Writes over Modbus per register of a device, refused ones included.
    public func counts(_ device: SimulatedDevice) -> [UInt16: Int] {
        records.reduce(into: [:]) { counts, record in
            if record.device == device, record.author == .modbus { counts[record.address, default: 0] += 1 }
        }
    }

    /// Writes over Modbus of a value the register held already.
    public var identical: [WriteRecord] { records.filter { $0.isIdentical && $0.author == .modbus } }

    func add(_ records: [WriteRecord]) { state.withLock { $0 += records } }
}
