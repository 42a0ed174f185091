import Clock
import Foundation
import Modbus
import Simulator
import Site

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A running simulator on free ports whose time passes only when a test says so.
struct Rig {
    let simulator: Simulator
    let clock: LockstepClock
    let endpoints: SimulatorEndpoints

    static let start = Instant("2026-04-14T10:00:00Z")!

    /// Runs `body` with time standing still.
    static func with(
        start: Instant = start, _ configure: (inout SimulatorConfiguration) -> Void = { _ in }, _ body: (Rig) async throws -> Void
    ) async throws {
        var configuration = SimulatorConfiguration()
        configuration.seed = 42
        configure(&configuration)
        await Turnstile.rigs.enter()
        let clock = LockstepClock(start: start, limit: start + .seconds(86_400 * 3660))
        var failure: (any Error)?
        do {
            try await clock.participating {
                let simulator = try Simulator(configuration, clock: clock)
                let endpoints = try await simulator.start()
                do {
                    try await body(Rig(simulator: simulator, clock: clock, endpoints: endpoints))
                } catch {
                    failure = error
                }
                await simulator.stop()
            }
        } catch {
            failure = error
        }
        await Turnstile.rigs.leave()
        if let failure { throw failure }
    }

    /// Lets simulated time pass.
    func pass(_ seconds: Double) async throws { try await clock.sleep(for: .seconds(seconds)) }

    func client(_ device: SimulatedDevice, responseTimeout: Duration = .seconds(10)) -> Device {
        Device(
            unit: device.unit,
            client: ModbusClient(
                host: endpoints.host, port: endpoints.port(device), configuration: .init(responseTimeout: responseTimeout, gap: .zero)))
    }

    /// Body and status; throws where the transfer fails.
    func get(_ service: SimulatedService, _ path: String, login: String? = nil) async throws -> (status: Int, body: String) {
        try await fetch(endpoints.url(service) + path, login: login)
    }

    func fetch(_ url: String, method: String = "GET", body: String? = nil, login: String? = nil) async throws -> (status: Int, body: String)
    {
        var request = URLRequest(url: URL(string: url)!)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        if let login { request.setValue("Basic " + Data(login.utf8).base64EncodedString(), forHTTPHeaderField: "Authorization") }
        let session = URLSession(configuration: .ephemeral)
        defer { session.finishTasksAndInvalidate() }
        let (data, response) = try await session.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }
}

/// One device as a client sees it.
struct Device {
    let unit: UInt8
    let client: ModbusClient

    func read(_ address: UInt16, _ count: Int = 1, _ space: RegisterSpace = .holding) async throws -> [UInt16] {
        try await client.read(unit: unit, space: space, address: address, count: count)
    }

    func word(_ address: UInt16) async throws -> Int { Int(try await read(address)[0]) }

    /// Two's complement.
    func signed(_ address: UInt16) async throws -> Int { Int(Int16(bitPattern: try await read(address)[0])) }

    func write(_ address: UInt16, _ words: UInt16...) async throws { try await client.write(unit: unit, address: address, words) }

    func write(_ address: UInt16, _ words: [UInt16]) async throws { try await client.write(unit: unit, address: address, words) }

    func writeSingle(_ address: UInt16, _ word: UInt16) async throws { try await client.writeSingle(unit: unit, address: address, word) }

    /// The exception that `body` runs into; nil for none.
    func exception(_ body: (Device) async throws -> Void) async throws -> ModbusException? {
        do {
            try await body(self)
            return nil
        } catch let error as ModbusError {
            guard case .exception(let exception) = error.code else { throw error }
            return exception
        }
    }

    /// What kind of failure `body` runs into; nil for none.
    func failure(_ body: (Device) async throws -> Void) async throws -> ModbusError.Code? {
        do {
            try await body(self)
            return nil
        } catch let error as ModbusError {
            return error.code
        }
    }
}

func float32(_ words: ArraySlice<UInt16>) -> Double {
    let pair = Array(words)
    return Double(Float(bitPattern: UInt32(pair[0]) << 16 | UInt32(pair[1])))
}

/// High word first.
func u32(_ words: ArraySlice<UInt16>) -> Int { words.reduce(0) { $0 << 16 | Int($1) } }

/// As text registers hold it: two characters each, NUL behind the end.
func text(_ words: ArraySlice<UInt16>) -> String {
    String(decoding: words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }.prefix { $0 != 0 }, as: UTF8.self)
}
