/// A device behind a `ModbusServer`: what is asked of it and what it refuses.
///
/// Called from the server's session threads, one call per request. Lengths are within the protocol's limits.
public protocol ModbusUnit: Sendable {
    /// - Returns: exactly `count` registers.
    func read(_ space: RegisterSpace, address: UInt16, count: Int) throws(ModbusException) -> [UInt16]

    /// - Parameter single: true for FC06, false for FC16; many devices know only one of them.
    func write(address: UInt16, _ words: [UInt16], single: Bool) throws(ModbusException)
}
