internal import Clock
internal import Logging
internal import Modbus
internal import Site
internal import Synchronization

/// The Modbus servers of a house, one per line.
final class ModbusLines: Sendable {
    private struct Line {
        let devices: [SimulatedDevice]
        let server: ModbusServer
    }

    private let house: SimulatedHouse
    private let logger: Logger
    private let lines: [Line]
    /// Opening and closing of ports, one at a time.
    private let plugs = Mutex(())

    init(house: SimulatedHouse, configuration: SimulatorConfiguration, logger: Logger) {
        self.house = house
        self.logger = logger
        let ports = configuration.ports
        // A gateway's slot is given back after a minute of silence.
        let gateway = ModbusServer.Configuration(
            bind: configuration.bind, maximumClients: configuration.gatewayClients, idleTimeout: .seconds(60))
        let direct = ModbusServer.Configuration(bind: configuration.bind)
        let plan: [(port: UInt16, devices: [SimulatedDevice], configuration: ModbusServer.Configuration)] = [
            (ports.inverter, [.inverter], gateway), (ports.heatPump, [.heatPump], gateway),
            (ports.meters, [.gridMeter, .heatPumpMeter], direct), (ports.charger, [.charger], direct),
            (ports.garagePV, [.garagePV], direct),
        ]
        lines = plan.compactMap { port, devices, settings in
            let present = devices.filter(configuration.devices.contains)
            guard !present.isEmpty else { return nil }
            var settings = settings
            settings.port = port
            let units = present.map { device -> (UInt8, any ModbusUnit) in
                let unit = house.unit(device, author: .modbus)
                return (device.unit, FaultyUnit(device: device, house: house, unit: unit, sharesLine: devices.count > 1))
            }
            let server = ModbusServer(units: Dictionary(uniqueKeysWithValues: units), configuration: settings) { request in
                guard let device = present.first(where: { $0.unit == request.unit }) else { return [] }
                return house.faults.effects(on: .device(device), at: house.clock.now).compactMap(\.replyFault)
            }
            return Line(devices: devices, server: server)
        }
    }

    /// Opens every line, also those whose device is unplugged, so that each has its port.
    func start(_ ports: inout SimulatorPorts) throws(ModbusServer.ListenError) {
        for line in lines {
            let port = try line.server.start()
            switch line.devices[0] {
            case .inverter: ports.inverter = port
            case .heatPump: ports.heatPump = port
            case .charger: ports.charger = port
            case .gridMeter, .heatPumpMeter: ports.meters = port
            case .garagePV: ports.garagePV = port
            }
        }
        replug()
    }

    /// Closes the ports of unplugged devices and opens the others.
    func replug() {
        plugs.withLock { _ in
            let now = house.clock.now
            for line in lines where line.devices.count == 1 {
                if house.faults.effects(on: .device(line.devices[0]), at: now).contains(.unplugged) {
                    line.server.stop()
                } else {
                    do {
                        try line.server.start()
                    } catch {
                        logger.error("a device could not be plugged in again", metadata: ["error": "\(error)"])
                    }
                }
            }
        }
    }

    func stop() {
        plugs.withLock { _ in for line in lines { line.server.stop() } }
    }
}
