import Clock
import Foundation
import Logging
import Modbus
import ServiceLifecycle
import Simulator
import Site
import Testing

struct SimulatorServiceTests {
    @Test func `it stops on graceful shutdown and gives its ports back`() async throws {
        // Below the ports that the kernel gives to whoever connects meanwhile.
        var configuration = SimulatorConfiguration()
        configuration.ports = SimulatorPorts(base: UInt16.random(in: 20_000..<32_000))
        let simulator = try Simulator(configuration, clock: SystemClock())
        let endpoints = try await simulator.start()
        let group = ServiceGroup(configuration: .init(services: [simulator], logger: Logger(label: "test")))
        let task = Task { try await group.run() }
        let meter = ModbusClient(host: endpoints.host, port: endpoints.port(.gridMeter))
        _ = try await meter.read(unit: 10, space: .input, address: 0, count: 2)
        await group.triggerGracefulShutdown()
        try await task.value
        let error = await #expect(throws: ModbusError.self) { try await meter.read(unit: 10, space: .input, address: 0, count: 2) }
        #expect(error?.code == .connection)

        let second = try Simulator(configuration, clock: SystemClock())
        #expect(try await second.start() == endpoints)
        await second.stop()
    }

    @Test func `a taken port is a sentence and leaves nothing behind`() async throws {
        // (below the kernel's own, as above)
        var configuration = SimulatorConfiguration()
        configuration.ports.garagePV = UInt16.random(in: 20_000..<32_000)
        let first = try Simulator(configuration, clock: SystemClock())
        try await first.start()
        let second = try Simulator(configuration, clock: SystemClock())
        await #expect(throws: ModbusServer.ListenError.self) { try await second.start() }
        await first.stop()
        _ = try await second.start()
        await second.stop()
    }

    @Test func `what cannot be simulated is refused`() {
        var zone = SimulatorConfiguration()
        zone.location.timeZone = "Europe/Atlantis"
        #expect(throws: SimulatorError.self) { try Simulator(zone, clock: SystemClock()) }
        var step = SimulatorConfiguration()
        step.step = .seconds(60)
        #expect(throws: SimulatorError.self) { try Simulator(step, clock: SystemClock()) }
    }

    @Test func `devices that are left out have neither a port nor an effect`() async throws {
        try await Rig.with({ $0.devices = [.inverter, .gridMeter] }) { (rig) async throws in
            #expect(rig.endpoints.ports.charger == 0 && rig.endpoints.ports.garagePV == 0 && rig.endpoints.ports.heatPump == 0)
            try await rig.pass(3600)
            let house = rig.simulator.house.snapshot()
            #expect(house.carW == 0 && house.heatPumpW == 0 && house.garageW == 0 && house.pvW > 0)
            #expect(try await rig.client(.heatPumpMeter).exception { _ = try await $0.read(0, 2, .input) } == .gatewayTargetSilent)
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/mbpoll"), "mbpoll is not installed"))
    func `mbpoll reads the inverter and sets its charge current`() async throws {
        try await Rig.with { (rig) async throws in
            func mbpoll(_ arguments: String...) throws -> String {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: "/usr/bin/mbpoll")
                process.arguments =
                    ["-m", "tcp", "-p", String(rig.endpoints.port(.inverter)), "-a", "1", "-0", "-1", "-q", "-t", "4"] + arguments
                let pipe = Pipe()
                process.standardOutput = pipe
                process.standardError = pipe
                try process.run()
                let output = pipe.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                return String(decoding: output, as: UTF8.self)
            }
            let identity = try mbpoll("-r", "0", "-c", "3", "127.0.0.1")
            #expect(identity.contains("[0]: \t5") && identity.contains("[2]: \t261"), "\(identity)")
            // mbpoll writes one value with FC06, which this inverter does not know, and two with FC16.
            #expect(try mbpoll("-r", "108", "127.0.0.1", "60").contains("Illegal function"))
            #expect(try mbpoll("-r", "108", "127.0.0.1", "60", "70").contains("Written 2 references"))
            #expect(rig.simulator.house.writeLog.records.map(\.new) == [60, 70])
        }
    }
}
