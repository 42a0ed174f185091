import Modbus
import Testing

struct ModbusClientTests {
    @Test func `registers of both spaces are read and written ones come back`() async throws {
        try await withServer { (_, unit, client) async throws in
            #expect(try await client.registers(586, 5) == [586, 587, 588, 589, 590])
            #expect(try await client.registers(7, 2, .input) == [10_007, 10_008])
            try await client.write(unit: 1, address: 148, [0, 400, 65_535])
            try await client.writeSingle(unit: 1, address: 10, 4242)
            #expect(try await client.registers(147, 5) == [147, 0, 400, 65_535, 151])
            #expect(try await client.registers(10, 1) == [4242])
            #expect(unit.writes.map(\.single) == [false, true])
            #expect(try await client.registers(10, 1, unit: 2) == [10])
        }
    }

    @Test func `the largest requests pass and larger ones are not sent`() async throws {
        try await withServer { (_, unit, client) async throws in
            #expect(try await client.registers(0, 125).count == 125)
            try await client.write(unit: 1, address: 0, (0..<123).map { UInt16($0) })
            for count in [0, 126] {
                let error = await #expect(throws: ModbusError.self) { try await client.registers(0, count, .input) }
                #expect(error?.code == .invalidRequest)
            }
            let long = await #expect(throws: ModbusError.self) {
                try await client.write(unit: 1, address: 0, [UInt16](repeating: 0, count: 124))
            }
            #expect(long?.code == .invalidRequest)
            let past = await #expect(throws: ModbusError.self) {
                try await client.registers(65_535, 2)
            }
            #expect(past?.code == .invalidRequest)
            #expect(unit.writes.count == 1)
        }
    }

    @Test func `a refusal names its code and the request and keeps the connection`() async throws {
        try await withServer { (server, _, client) async throws in
            let address = await #expect(throws: ModbusError.self) { try await client.registers(899, 2) }
            #expect(address?.code == .exception(.illegalAddress))
            #expect(address?.unit == 1)
            #expect(address?.address == 899)
            #expect(address?.count == 2)
            let value = await #expect(throws: ModbusError.self) { try await client.write(unit: 1, address: 5, [0xDEAD]) }
            #expect(value?.code == .exception(.illegalValue))
            let absent = await #expect(throws: ModbusError.self) { try await client.registers(0, 1, unit: 9) }
            #expect(absent?.code == .exception(.gatewayTargetSilent))
            #expect(await client.isConnected)
            #expect(server.clientCount == 1)
            #expect(absent?.description.contains("unit 9, register 0, count 1") == true)
        }
    }

    @Test func `fifty askers at once each get their own registers`() async throws {
        try await withServer { (_, _, client) async throws in
            try await withThrowingTaskGroup(of: (UInt16, [UInt16]).self) { group in
                for address in UInt16(0)..<50 {
                    group.addTask { (address, try await client.registers(address, 3)) }
                }
                for try await (address, words) in group { #expect(words == [address, address + 1, address + 2]) }
            }
        }
    }

    @Test func `the gap is kept between requests`() async throws {
        try await withServer(gap: .milliseconds(40)) { (_, _, client) async throws in
            let start = ContinuousClock.now
            for _ in 0..<4 { _ = try await client.registers(0, 1) }
            // A lower bound: a slow machine cannot break it.
            #expect(ContinuousClock.now - start >= .milliseconds(120))
        }
    }

    @Test func `a connection the gateway closed while idle is replaced without a word, for writes too`() async throws {
        try await withServer { (server, unit, client) async throws in
            _ = try await client.registers(0, 1)
            try await disconnected(server)
            try await client.write(unit: 1, address: 3, [33])
            try await disconnected(server)
            #expect(try await client.registers(3, 1) == [33])
            #expect(unit.writes.count == 1)
        }
    }

    @Test func `an idle connection ends by itself where the gateway has a limit`() async throws {
        try await withServer(.init(maximumClients: 1, idleTimeout: .milliseconds(20))) { (server, _, client) async throws in
            _ = try await client.registers(0, 1)
            while server.clientCount > 0 { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try await client.registers(1, 1) == [1])
        }
    }

    @Test func `a used connection that dies before the first byte is forgiven once, a fresh one is not`() async throws {
        try await withServer(script: [[], [.closeAfter(bytes: 0)], [], [.closeAfter(bytes: 0)], [.closeAfter(bytes: 0)]]) {
            (_, unit, client) async throws in
            _ = try await client.registers(0, 1)
            try await client.write(unit: 1, address: 3, [33])
            #expect(unit.writes.count == 2)
            let twice = await #expect(throws: ModbusError.self) { try await client.write(unit: 1, address: 3, [34]) }
            #expect(twice?.code == .connection)
            #expect(await client.isConnected == false)
            #expect(try await client.registers(3, 1) == [34])
        }
    }

    @Test func `the only slot of a gateway is refused to a second client until it is free`() async throws {
        try await withServer(.init(maximumClients: 1)) { (_, _, client) async throws in
            _ = try await client.registers(0, 1)
            let second = ModbusClient(host: "127.0.0.1", port: client.port)
            let refused = await #expect(throws: ModbusError.self) { try await second.registers(0, 1) }
            #expect(refused?.code == .connection)
            #expect(try await client.registers(1, 1) == [1])
            await client.close()
            #expect(try await second.registers(2, 1) == [2])
            await second.close()
        }
    }

    @Test func `an unplugged device is a lost connection, and plugged in again it answers at the same address`() async throws {
        try await withServer { (server, _, client) async throws in
            _ = try await client.registers(0, 1)
            server.stop()
            for _ in 0..<2 {
                let error = await #expect(throws: ModbusError.self) { try await client.registers(0, 1) }
                #expect(error?.code == .connection)
            }
            #expect(try server.start() == client.port)
            #expect(try await client.registers(7, 1) == [7])
        }
    }

    private func disconnected(_ server: ModbusServer) async throws {
        server.disconnectClients()
        while server.clientCount > 0 { try await Task.sleep(for: .milliseconds(5)) }
    }
}
