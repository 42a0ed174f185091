import ArgumentParser
import Clock
import Foundation
import Logging
import ServiceLifecycle
import Simulator
import Site
import UnixSignals

/// `ems simulate`: counterparts for everything EMS talks to.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "A simulated house with its devices, markets and weather on loopback.",
        discussion: """
            Serves a hybrid inverter with battery, a heat pump, a wallbox with a car, meters and a garage PV over Modbus TCP, and \
            OTE, energy-charts, SMARD, ENTSO-E, Nord Pool, CNB, Open-Meteo, forecast.solar, Solcast and a Loxone Miniserver over HTTP. \
            All numbers are invented. The same seed, start and writes give the same house.

            Faults are given as target:kind with further fields, on the command line, in a scenario file or at /sim/faults:
              inverter:silence                                 no answers
              inverter:silence_mid_block,bytes=20              replies stop after 20 bytes
              grid_meter:spike,address=18,value=17000          one register reads wrong
              inverter:refuse_writes,address=108,count=2       exception 03
              heat_pump:exception,code=4,from=2026-03-29T10:00Z,until=2026-03-29T11:00Z
              ote:missing_tomorrow     open_meteo:status,code=429     smard:html_page

            Example: ems simulate --seed 7 --speed 60 --start 2026-03-28T12:00:00Z --base-port 15020
            """)

    @Option(help: "Everything invented follows from this number (EMS_SIMULATE_SEED).")
    var seed: UInt64 = Self.environment("SEED").flatMap { UInt64($0) } ?? 1

    @Option(help: "Simulated seconds per real second (EMS_SIMULATE_SPEED).")
    var speed: Double = Self.environment("SPEED").flatMap { Double($0) } ?? 1

    @Option(
        help: ArgumentHelp(
            "Simulated time at the start, ISO 8601 with an offset; now, if not given (EMS_SIMULATE_START).", valueName: "time"))
    var start: String? = Self.environment("START")

    @Option(
        name: .customLong("warm-up-days"),
        help: "Days the house has lived when the simulation starts; 0 for an hour (EMS_SIMULATE_WARM_UP_DAYS).")
    var warmUpDays: Int = Self.environment("WARM_UP_DAYS").flatMap { Int($0) } ?? 0

    @Option(help: "IPv4 address to listen on (EMS_SIMULATE_BIND).")
    var bind: String = Self.environment("BIND") ?? "127.0.0.1"

    @Option(
        name: .customLong("base-port"),
        help: """
            First of six ports: inverter, heat pump, meters, wallbox, garage PV, HTTP; 0 takes free ones (EMS_SIMULATE_BASE_PORT).
            """)
    var basePort: UInt16 = Self.environment("BASE_PORT").flatMap { UInt16($0) } ?? 15_020

    @Option(help: ArgumentHelp("A fault from the start on; may be given several times.", valueName: "target:kind[,name=value…]"))
    var fault: [String] = []

    @Option(help: ArgumentHelp("JSON file with a list of faults, with from and until in simulated time.", valueName: "file"))
    var scenario: String?

    @Option(
        help: ArgumentHelp("Leave a device out; may be given several times.", valueName: "device"),
        transform: { name in
            guard let device = SimulatedDevice(rawValue: name) else {
                throw ValidationError("no device '\(name)'; there are \(SimulatedDevice.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return device
        })
    var without: [SimulatedDevice] = []

    func validate() throws {
        for name in ["SEED", "SPEED", "WARM_UP_DAYS", "BASE_PORT"] {
            guard let value = Self.environment(name), Double(value) == nil else { continue }
            throw ValidationError("EMS_SIMULATE_\(name)=\(value) is no number")
        }
        guard speed > 0, speed.isFinite else { throw ValidationError("--speed must be above 0") }
        guard (0...3660).contains(warmUpDays) else { throw ValidationError("--warm-up-days must be 0 to 3660") }
        guard basePort <= 65_530 else { throw ValidationError("--base-port must leave room for six ports, 65530 at most") }
        if let start, Instant(start) == nil {
            throw ValidationError("--start \(start) is no ISO 8601 time with an offset, as 2026-03-29T01:00:00Z")
        }
    }

    func run() async throws {
        var configuration = SimulatorConfiguration()
        configuration.seed = seed
        configuration.bind = bind
        configuration.ports = basePort == 0 ? SimulatorPorts() : SimulatorPorts(base: basePort)
        if warmUpDays > 0 { configuration.warmUp = .seconds(86_400 * warmUpDays) }
        configuration.devices.subtract(without)
        configuration.faults = try faults()
        let anchor = SystemClock.real
        let clock = SystemClock(start: start.flatMap { Instant($0) } ?? anchor, anchor: anchor, speed: speed)
        let simulator = try Simulator(configuration, clock: clock)
        let endpoints = try await simulator.start()
        // At once, also into a file: others wait for the addresses.
        FileHandle.standardOutput.write(Data((summary(endpoints, configuration, clock.now) + "\n").utf8))
        let group = ServiceGroup(
            configuration: .init(services: [simulator], gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "ems")))
        try await group.run()
    }

    private func faults() throws -> [Fault] {
        var result = try fault.map { try Fault(text: $0) }
        if let scenario {
            guard let data = FileManager.default.contents(atPath: scenario) else {
                throw ValidationError("cannot read the scenario \(scenario)")
            }
            result += try JSONDecoder().decode([Fault].self, from: data)
        }
        return result
    }

    private func summary(_ endpoints: SimulatorEndpoints, _ configuration: SimulatorConfiguration, _ now: Instant) -> String {
        let devices = SimulatedDevice.allCases.filter(configuration.devices.contains).map {
            "  \(padded($0.rawValue)) modbus tcp \(endpoints.host):\(endpoints.port($0)) unit \($0.unit)"
        }
        let services = SimulatedService.allCases.map { "  \(padded($0.rawValue)) \(endpoints.url($0))" }
        return """
            Simulated house, seed \(seed), from \(now) at \(speed) times real speed.
            Devices
            \(devices.joined(separator: "\n"))
            Services
            \(services.joined(separator: "\n"))
              \(padded("simulator")) \(endpoints.url)/sim
            """
    }

    private func padded(_ name: String) -> String { name.padding(toLength: 16, withPad: " ", startingAt: 0) }

    private static func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment["EMS_SIMULATE_\(name)"] }
}
