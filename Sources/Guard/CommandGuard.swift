public import Site

/// The last word on a single write: what passes here goes to the device.
public enum CommandGuard {
    public enum Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        case expired
        case outside(lowest: Double, highest: Double)
        case unknownRegister
        case beyondFuse(ceilingA: Double)

        public var description: String {
            switch self {
            case .expired: "guard: the command is too late"
            case .outside(let lowest, let highest): "guard: outside \(lowest) to \(highest)"
            case .unknownRegister: "guard: the register's address is not known"
            case .beyondFuse(let ceiling): "guard: the main fuse leaves \(ceiling) A"
            }
        }
    }

    /// - Parameter ceiling: most the main fuse leaves for this setting now, for currents of chargers.
    public static func check(
        value: Double, lowest: Double, highest: Double, hasRegister: Bool, expiresAt: Instant, now: Instant, ceiling: Double?
    ) throws(Refusal) {
        guard hasRegister else { throw .unknownRegister }
        guard now < expiresAt else { throw .expired }
        guard value.isFinite, value >= lowest, value <= highest else { throw .outside(lowest: lowest, highest: highest) }
        if let ceiling, value > ceiling { throw .beyondFuse(ceilingA: ceiling) }
    }
}
