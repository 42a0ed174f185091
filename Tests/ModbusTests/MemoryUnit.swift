import Modbus
import Synchronization

/// A device of 1000 registers: holding register n starts as n, input register n is 10000 + n. 900 and above are refused.
final class MemoryUnit: ModbusUnit {
    private let holding = Mutex((0..<1000).map { UInt16($0) })
    private let log = Mutex<[Write]>([])

    struct Write: Equatable {
        var address: UInt16
        var words: [UInt16]
        var single: Bool
    }

    var writes: [Write] { log.withLock { $0 } }

    func read(_ space: RegisterSpace, address: UInt16, count: Int) throws(ModbusException) -> [UInt16] {
        let range = Int(address)..<Int(address) + count
        guard range.upperBound <= 900 else { throw .illegalAddress }
        return space == .input ? range.map { UInt16(10_000 + $0) } : holding.withLock { Array($0[range]) }
    }

    func write(address: UInt16, _ words: [UInt16], single: Bool) throws(ModbusException) {
        guard Int(address) + words.count <= 900 else { throw .illegalAddress }
        guard !words.contains(0xDEAD) else { throw .illegalValue }
        holding.withLock { $0.replaceSubrange(Int(address)..<Int(address) + words.count, with: words) }
        log.withLock { $0.append(Write(address: address, words: words, single: single)) }
    }
}

/// Faults handed out one request after the other, then none.
final class FaultScript: Sendable {
    private let script: Mutex<[[ReplyFault]]>

    init(_ script: [[ReplyFault]]) { self.script = Mutex(script) }

    func next() -> [ReplyFault] { script.withLock { $0.isEmpty ? [] : $0.removeFirst() } }
}

/// A running server with `MemoryUnit`s 1 and 2 and a client of it, for the length of `body`.
func withServer(
    _ configuration: ModbusServer.Configuration = .init(), script: [[ReplyFault]] = [], responseTimeout: Duration = .seconds(5),
    gap: Duration = .zero, _ body: (ModbusServer, MemoryUnit, ModbusClient) async throws -> Void
) async throws {
    let unit = MemoryUnit()
    let faults = FaultScript(script)
    let server = ModbusServer(units: [1: unit, 2: MemoryUnit()], configuration: configuration, faults: { _ in faults.next() })
    let port = try server.start()
    defer { server.stop() }
    let client = ModbusClient(
        host: "127.0.0.1", port: port, configuration: .init(connectTimeout: .seconds(5), responseTimeout: responseTimeout, gap: gap))
    try await body(server, unit, client)
    await client.close()
}

extension ModbusClient {
    /// `read`, shorter.
    func registers(_ address: UInt16, _ count: Int, _ space: RegisterSpace = .holding, unit: UInt8 = 1) async throws -> [UInt16] {
        try read(unit: unit, space: space, address: address, count: count)
    }
}
