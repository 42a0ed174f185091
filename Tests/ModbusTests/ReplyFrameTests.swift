import Testing

@testable import Modbus

struct ReplyFrameTests {
    let read = ModbusRequest(unit: 1, address: 588, operation: .read(.holding, count: 2))
    let answer: [UInt8] = [0x12, 0x34, 0, 0, 0, 7, 1, 3, 4, 0, 55, 0xFF, 0x38]

    @Test func `the labelled frame of a battery block is read`() {
        #expect(read.pdu == [0x03, 0x02, 0x4C, 0x00, 0x02])
        #expect(ReplyFrame(bytes: answer).verdict(for: read, transaction: 0x1234) == .words([55, 0xFF38]))
    }

    /// Every bit of the header, the function and the byte count; the data themselves carry no check over TCP.
    @Test(arguments: 0..<(9 * 8)) func `one wrong bit before the data is never believed`(_ bit: Int) {
        var bytes = answer
        bytes[bit / 8] ^= 1 << (bit % 8)
        switch ReplyFrame(bytes: bytes).verdict(for: read, transaction: 0x1234) {
        case .invalid: break
        case .words, .exception: Issue.record("believed with bit \(bit % 8) of byte \(bit / 8) wrong")
        }
    }

    @Test func `each check names itself`() {
        func check(_ change: (inout [UInt8]) -> Void) -> ReplyCheck? {
            var bytes = answer
            change(&bytes)
            if case .invalid(let check, _) = ReplyFrame(bytes: bytes).verdict(for: read, transaction: 0x1234) { return check }
            return nil
        }
        #expect(check { $0[1] = 0x33 } == .transactionID)
        #expect(check { $0[3] = 1 } == .protocolID)
        #expect(check { $0[5] = 8 } == .length)
        #expect(check { $0[6] = 2 } == .unit)
        #expect(check { $0[7] = 4 } == .function)
        #expect(check { $0[8] = 2 } == .byteCount)
        // A longer block than asked for: an earlier reply replayed.
        #expect(check { $0 = [0x12, 0x34, 0, 0, 0, 9, 1, 3, 6, 0, 1, 0, 2, 0, 3] } == .byteCount)
    }

    @Test func `a write is confirmed by its own echo only`() {
        let multiple = ModbusRequest(unit: 1, address: 108, operation: .writeMultiple([50, 60]))
        #expect(multiple.pdu == [0x10, 0, 108, 0, 2, 4, 0, 50, 0, 60])
        #expect(ReplyFrame(bytes: [0, 1, 0, 0, 0, 6, 1, 0x10, 0, 108, 0, 2]).verdict(for: multiple, transaction: 1) == .words([]))
        let single = ModbusRequest(unit: 1, address: 108, operation: .writeSingle(50))
        #expect(ReplyFrame(bytes: [0, 1, 0, 0, 0, 6, 1, 0x06, 0, 108, 0, 50]).verdict(for: single, transaction: 1) == .words([]))
        for wrong: [UInt8] in [[0, 1, 0, 0, 0, 6, 1, 0x06, 0, 109, 0, 50], [0, 1, 0, 0, 0, 6, 1, 0x06, 0, 108, 0, 51]] {
            guard case .invalid(.echo, _) = ReplyFrame(bytes: wrong).verdict(for: single, transaction: 1) else {
                Issue.record("believed \(wrong)")
                continue
            }
        }
    }

    @Test func `a refusal is the function with its high bit and one code`() {
        #expect(ReplyFrame(bytes: [0, 1, 0, 0, 0, 3, 1, 0x83, 2]).verdict(for: read, transaction: 1) == .exception(.illegalAddress))
        guard case .invalid(.length, _) = ReplyFrame(bytes: [0, 1, 0, 0, 0, 4, 1, 0x83, 2, 0]).verdict(for: read, transaction: 1) else {
            Issue.record("an exception of three bytes was believed")
            return
        }
    }

    @Test(arguments: [
        ModbusRequest(unit: 7, address: 40_000, operation: .read(.holding, count: 125)),
        ModbusRequest(unit: 0, address: 0, operation: .read(.input, count: 1)),
        ModbusRequest(unit: 255, address: 65_535, operation: .writeSingle(65_535)),
        ModbusRequest(unit: 1, address: 148, operation: .writeMultiple([0, 530, 1300, 1700, 2000, 2330])),
    ])
    func `a device reads the request that was sent`(_ request: ModbusRequest) {
        #expect(ModbusRequest(unit: request.unit, pdu: request.pdu) == request)
        #expect(ModbusRequest(unit: request.unit, pdu: request.pdu.dropLast()) == nil)
    }
}
