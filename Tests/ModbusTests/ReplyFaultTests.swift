import Modbus
import Testing

struct ReplyFaultTests {
    struct Row: CustomTestStringConvertible {
        var fault: ReplyFault
        var code: ModbusError.Code
        var testDescription: String { "\(fault)" }
    }

    static let rows = [
        Row(fault: .silence, code: .timeout),
        Row(fault: .silenceAfter(bytes: 3), code: .timeout),
        Row(fault: .silenceAfter(bytes: 20), code: .timeout),
        Row(fault: .closeAfter(bytes: 5), code: .connection),
        Row(fault: .closeAfter(bytes: 20), code: .connection),
        Row(fault: .wrongUnit(2), code: .invalidReply(.unit)),
        Row(fault: .wrongTransaction, code: .invalidReply(.transactionID)),
        Row(fault: .garbage, code: .invalidReply(.length)),
    ]

    @Test(arguments: rows) func `a damaged reply is an error of its kind and the next one is right`(_ row: Row) async throws {
        let limit = row.code == .timeout ? Duration.seconds(1) : .seconds(10)
        try await withServer(script: [[], [row.fault]], responseTimeout: limit) { (_, _, client) async throws in
            #expect(try await client.registers(100, 10).first == 100)
            let error = await #expect(throws: ModbusError.self) {
                try await client.registers(200, 10)
            }
            #expect(error?.code == row.code)
            #expect(error?.address == 200)
            #expect(await client.isConnected == false)
            #expect(try await client.registers(300, 10).first == 300)
        }
    }

    @Test func `an answer that comes too late is never taken for the next one`() async throws {
        let script: [[ReplyFault]] = [[], [.delay(.milliseconds(1200))], [], []]
        try await withServer(script: script, responseTimeout: .milliseconds(500)) { (_, _, client) async throws in
            _ = try await client.registers(100, 4)
            let late = await #expect(throws: ModbusError.self) { try await client.registers(200, 4) }
            #expect(late?.code == .timeout)
            try await Task.sleep(for: .milliseconds(1500))
            #expect(try await client.registers(300, 4) == [300, 301, 302, 303])
            #expect(try await client.registers(400, 4) == [400, 401, 402, 403])
        }
    }

    @Test func `a reply sent twice does not answer the request after it`() async throws {
        try await withServer(script: [[.twice], [.twice], []]) { (_, _, client) async throws in
            #expect(try await client.registers(100, 2) == [100, 101])
            #expect(try await client.registers(200, 2) == [200, 201])
            #expect(try await client.registers(300, 2) == [300, 301])
        }
    }

    @Test func `a slow reply within the limit is taken`() async throws {
        try await withServer(script: [[.delay(.milliseconds(120))]], responseTimeout: .seconds(10)) { (_, _, client) async throws in
            #expect(try await client.registers(5, 1) == [5])
        }
    }
}
