/// Where a running simulator listens.
public struct SimulatorEndpoints: Sendable, Hashable, Codable {
    public var host: String
    public var ports: SimulatorPorts

    /// Modbus TCP port of a device; its unit id is `SimulatedDevice.unit`.
    public func port(_ device: SimulatedDevice) -> UInt16 {
        switch device {
        case .inverter: ports.inverter
        case .heatPump: ports.heatPump
        case .charger: ports.charger
        case .gridMeter, .heatPumpMeter: ports.meters
        case .garagePV: ports.garagePV
        }
    }

    /// Base URL of a service, without a slash at its end; behind it the paths are the real ones.
    public func url(_ service: SimulatedService) -> String { "\(url)/\(service.path)" }

    /// Root of the HTTP port; the simulator's own pages are under `/sim`.
    public var url: String { "http://\(host):\(ports.http)" }
}
