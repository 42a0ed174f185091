import Site
import Testing

@testable import Database
@testable import Worker

struct WriteBatchTests {
    static func item(_ point: String, _ address: Int, held: UInt16, wanted: UInt16, mask: UInt16? = nil, function: Int = 16, unit: UInt8 = 1) -> WriteBatch.Item {
        let command = DueCommand(
            commandID: address, device: "inverter", gatewayID: "inverter", unitID: unit, value: 0, purpose: "setpoint", space: "holding", sunspecModel: nil,
            address: address, register: Register(point: point, words: 1, encoding: .u16, mask: mask), lowest: 0, highest: 65535, writeFunction: function,
            settle: .zero, expiresAt: Instant("2026-06-10T10:00:00Z")!)
        return WriteBatch.Item(command: command, held: [held], wanted: [wanted])
    }

    @Test func `neighbours in order and address go in one request`() {
        let batches = WriteBatch.batches([Self.item("a", 148, held: 0, wanted: 1), Self.item("b", 149, held: 0, wanted: 2), Self.item("c", 154, held: 0, wanted: 3)])
        #expect(batches.map(\.address) == [148, 154])
        #expect(batches.map(\.words) == [[1, 2], [3]])
    }

    @Test func `what the register holds already is not written`() {
        #expect(WriteBatch.batches([Self.item("a", 148, held: 7, wanted: 7)]).isEmpty)
    }

    @Test func `order is kept: a neighbour decided later than something else waits for it`() {
        let batches = WriteBatch.batches([Self.item("a", 148, held: 0, wanted: 1), Self.item("c", 142, held: 0, wanted: 3), Self.item("b", 149, held: 0, wanted: 2)])
        #expect(batches.map(\.address) == [148, 142, 149])
    }

    @Test func `two settings in one register both arrive, side by side or apart`() {
        let charge = Self.item("tou_1_grid_charge", 172, held: 0x01, wanted: 0x00, mask: 0x01)
        let sell = Self.item("tou_1_sell", 172, held: 0x01, wanted: 0x21, mask: 0x20)
        #expect(WriteBatch.batches([charge, sell]).map(\.words) == [[0x20]])
        let between = Self.item("work_mode", 142, held: 2, wanted: 0)
        #expect(WriteBatch.batches([charge, between, sell]).map(\.words) == [[0x00], [0], [0x20]])
    }

    @Test func `a device that takes single registers gets them one by one`() {
        let batches = WriteBatch.batches([Self.item("a", 68, held: 0, wanted: 1, function: 6), Self.item("b", 69, held: 0, wanted: 2, function: 6)])
        #expect(batches.map(\.words) == [[1], [2]])
    }
}
