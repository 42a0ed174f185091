internal import CModbus
internal import Glibc

/// Lets libmodbus answer a request into one end of a socket pair and takes the bytes out of the other, so that faults
/// can be applied to real replies.
final class ReplyMaker {
    private let context: OpaquePointer
    private let ends: (write: Int32, read: Int32)

    /// Nil where the system has no descriptor left.
    init?() {
        var pair: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0 else { return nil }
        guard let context = modbus_new_tcp(nil, 0) else {
            close(pair[0])
            close(pair[1])
            return nil
        }
        self.context = context
        ends = (pair[0], pair[1])
        modbus_set_socket(context, ends.write)
    }

    deinit {
        modbus_free(context)
        close(ends.write)
        close(ends.read)
    }

    /// The reply to `query` (header and PDU as received) where reading gives `words`.
    func reply(to query: [UInt8], _ request: ModbusRequest, words: [UInt16]) -> [UInt8] {
        let address = UInt32(request.address)
        let count = UInt32(request.count)
        let isInput = if case .read(.input, _) = request.operation { true } else { false }
        guard
            let mapping = modbus_mapping_new_start_address(
                0, 0, 0, 0, isInput ? 0 : address, isInput ? 0 : count, isInput ? address : 0, isInput ? count : 0)
        else { return [] }
        defer { modbus_mapping_free(mapping) }
        if case .read = request.operation, let table = isInput ? mapping.pointee.tab_input_registers : mapping.pointee.tab_registers {
            for (index, word) in words.prefix(Int(count)).enumerated() { table[index] = word }
        }
        return modbus_reply(context, query, Int32(query.count), mapping) > 0 ? taken() : []
    }

    /// The refusal of `query`.
    func refusal(of query: [UInt8], _ exception: ModbusException) -> [UInt8] {
        modbus_reply_exception(context, query, UInt32(exception.rawValue)) > 0 ? taken() : []
    }

    private func taken() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: Int(MODBUS_TCP_MAX_ADU_LENGTH))
        let count = recv(ends.read, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return Array(buffer.prefix(max(0, count)))
    }
}
