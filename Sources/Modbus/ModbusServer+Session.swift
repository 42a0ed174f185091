internal import CModbus
internal import Glibc

extension ModbusServer {
    /// Answers one client until it leaves, is idle for too long or is shut down.
    func serve(_ client: Int32) {
        guard let maker = ReplyMaker(), let context = modbus_new_tcp(nil, 0) else { return }
        defer { modbus_free(context) }
        modbus_set_socket(context, client)
        var query = [UInt8](repeating: 0, count: Int(MODBUS_TCP_MAX_ADU_LENGTH))
        while waitForQuery(client) {
            let length = modbus_receive(context, &query)
            guard length > ReplyFrame.headerLength else {
                if length < 0 { return }
                continue
            }
            guard answer(Array(query.prefix(Int(length))), maker, client) else { return }
        }
    }

    /// False when the connection is to end.
    private func answer(_ query: [UInt8], _ maker: ReplyMaker, _ client: Int32) -> Bool {
        let unitID = query[6]
        guard let request = ModbusRequest(unit: unitID, pdu: query.dropFirst(ReplyFrame.headerLength)) else {
            // libmodbus cannot cut what it does not know, so what follows in the buffer is lost with it.
            _ = send(maker.refusal(of: query, .illegalFunction), to: client)
            return false
        }
        return deliver(reply(to: query, request, maker), faults(request), to: client)
    }

    private func reply(to query: [UInt8], _ request: ModbusRequest, _ maker: ReplyMaker) -> [UInt8] {
        guard let unit = units[request.unit] else {
            return configuration.absentUnit.map { maker.refusal(of: query, $0) } ?? []
        }
        guard request.objection == nil else { return maker.refusal(of: query, .illegalValue) }
        do {
            switch request.operation {
            case .read(let space, let count):
                return maker.reply(to: query, request, words: try unit.read(space, address: request.address, count: count))
            case .writeMultiple(let words):
                try unit.write(address: request.address, words, single: false)
            case .writeSingle(let word):
                try unit.write(address: request.address, [word], single: true)
            }
            return maker.reply(to: query, request, words: [])
        } catch {
            return maker.refusal(of: query, error)
        }
    }

    private func deliver(_ reply: [UInt8], _ faults: [ReplyFault], to client: Int32) -> Bool {
        var reply = reply
        var staysOpen = true
        for fault in faults where reply.count > ReplyFrame.headerLength {
            switch fault {
            case .delay(let duration): guard wait(client, duration) else { return false }
            case .silence: reply = []
            case .silenceAfter(let bytes): reply = Array(reply.prefix(bytes))
            case .closeAfter(let bytes):
                reply = Array(reply.prefix(bytes))
                staysOpen = false
            case .wrongUnit(let unit): reply[6] = unit
            case .wrongTransaction: reply.replaceSubrange(0..<2, with: (UInt16(bigEndian: reply[0], reply[1]) &- 1).bigEndianBytes)
            case .twice: reply += reply
            case .garbage: reply = reply.indices.map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }
            }
        }
        return send(reply, to: client) && staysOpen
    }

    private func send(_ bytes: [UInt8], to client: Int32) -> Bool {
        bytes.isEmpty || Glibc.send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// True when there is something to read; false after the idle limit or at the end of the connection.
    private func waitForQuery(_ client: Int32) -> Bool {
        let limit = configuration.idleTimeout.map(\.roundedUpMilliseconds) ?? -1
        var watched = pollfd(fd: client, events: Int16(POLLIN), revents: 0)
        var count: Int32
        repeat { count = poll(&watched, 1, limit) } while count < 0 && errno == EINTR
        return count > 0
    }

    /// Sleeps unless the connection is shut down meanwhile.
    private func wait(_ client: Int32, _ duration: Duration) -> Bool {
        var watched = pollfd(fd: client, events: 0, revents: 0)
        return poll(&watched, 1, duration.roundedUpMilliseconds) == 0
    }
}
