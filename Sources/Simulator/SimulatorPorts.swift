/// TCP ports; 0 takes a free one.
public struct SimulatorPorts: Sendable, Hashable, Codable {
    public var inverter: UInt16
    public var heatPump: UInt16
    public var meters: UInt16
    public var charger: UInt16
    public var garagePV: UInt16
    /// Markets, weather, Loxone and the simulator's own pages.
    public var http: UInt16

    public init() { (inverter, heatPump, meters, charger, garagePV, http) = (0, 0, 0, 0, 0, 0) }

    /// Six neighbours from `base` on, in the order above.
    public init(base: UInt16) {
        (inverter, heatPump, meters, charger, garagePV, http) = (base, base + 1, base + 2, base + 3, base + 4, base + 5)
    }
}
