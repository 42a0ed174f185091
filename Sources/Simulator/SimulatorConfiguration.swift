/// What to simulate and where to serve it.
public struct SimulatorConfiguration: Sendable {
    /// Everything invented follows from it: the same seed and the same writes give the same bytes.
    public var seed: UInt64 = 1
    public var location = Location()
    /// Strings of the hybrid inverter, at most four.
    public var planes = [PVPlane(peakW: 6000, tilt: 35, azimuth: 0), PVPlane(peakW: 4000, tilt: 20, azimuth: 90)]
    public var garagePlane = PVPlane(peakW: 3000, tilt: 10, azimuth: -10)
    public var batteryWh = 15_000.0
    /// Devices that exist; the others have neither a server nor an effect.
    public var devices = Set(SimulatedDevice.allCases)
    public var faults: [Fault] = []
    /// Length of one step of physics, 1 s to 10 s.
    public var step = Duration.seconds(5)
    /// How long the house has lived when the simulation starts.
    public var warmUp = Duration.seconds(3600)
    /// IPv4 address of all servers.
    public var bind = "127.0.0.1"
    public var ports = SimulatorPorts()
    /// Slots of the gateways before inverter and heat pump, as a careful installer sets them.
    public var gatewayClients = 1
    public var loxone = LoxoneSettings()

    public init() {}
}
