internal import CModbus
internal import Glibc

/// One TCP connection made by libmodbus; frames are sent and cut by ourselves, because libmodbus 3.1.6 neither
/// compares unit ids over TCP nor numbers raw requests.
final class ModbusSocket {
    enum Failure: Error {
        case timeout(received: Int)
        /// The peer closed or reset the connection after `received` bytes of the reply.
        case closed(received: Int, reason: String)
        /// The header announces a length no reply has.
        case length(Int)
    }

    private let context: OpaquePointer
    private let descriptor: Int32

    /// - Throws: the reason as libmodbus gives it. Name resolution is bounded by the resolver, the rest by `timeout`.
    init(host: String, port: UInt16, timeout: Duration) throws(Failure) {
        guard DescriptorLimit.hasRoom else { throw .closed(received: 0, reason: DescriptorLimit.reason) }
        guard let context = modbus_new_tcp_pi(host, String(port)) else {
            throw .closed(received: 0, reason: String(cString: modbus_strerror(errno)))
        }
        let (seconds, attoseconds) = timeout.components
        modbus_set_response_timeout(context, UInt32(seconds), UInt32(attoseconds / 1_000_000_000_000))
        guard modbus_connect(context) == 0 else {
            let reason = String(cString: modbus_strerror(errno))
            modbus_free(context)
            throw .closed(received: 0, reason: reason)
        }
        self.context = context
        descriptor = modbus_get_socket(context)
    }

    deinit {
        modbus_close(context)
        modbus_free(context)
    }

    /// Bytes nobody asked for, or the peer's goodbye, wait in the buffer: nothing may be sent on this connection.
    var isSpoiled: Bool {
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
        return count >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
    }

    func send(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            try wait(for: Int16(POLLOUT), until: deadline, received: 0)
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            if count > 0 { sent += count } else { try check(count, received: 0) }
        }
    }

    /// Reads one frame, cut by the length in its header.
    func receive(until deadline: ContinuousClock.Instant) throws(Failure) -> ReplyFrame {
        var bytes: [UInt8] = []
        try fill(&bytes, to: ReplyFrame.headerLength, until: deadline)
        let length = ReplyFrame.length(ofHeader: bytes)
        guard ReplyFrame.lengths.contains(length) else { throw .length(length) }
        try fill(&bytes, to: ReplyFrame.headerLength - 1 + length, until: deadline)
        return ReplyFrame(bytes: bytes)
    }

    private func fill(_ bytes: inout [UInt8], to target: Int, until deadline: ContinuousClock.Instant) throws(Failure) {
        while bytes.count < target {
            try wait(for: Int16(POLLIN), until: deadline, received: bytes.count)
            var chunk = [UInt8](repeating: 0, count: target - bytes.count)
            let count = recv(descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
            if count > 0 { bytes += chunk.prefix(count) } else { try check(count, received: bytes.count) }
        }
    }

    private func wait(for events: Int16, until deadline: ContinuousClock.Instant, received: Int) throws(Failure) {
        let left = deadline - ContinuousClock.now
        guard left > .zero else { throw .timeout(received: received) }
        var watched = pollfd(fd: descriptor, events: events, revents: 0)
        let count = poll(&watched, 1, left.roundedUpMilliseconds)
        if count == 0 { throw .timeout(received: received) }
        if count < 0, errno != EINTR { throw .closed(received: received, reason: String(cString: strerror(errno))) }
    }

    /// Passes over what will come back by itself; anything else is the end of the connection.
    private func check(_ count: Int, received: Int) throws(Failure) {
        if count == 0 { throw .closed(received: received, reason: "closed by the device or gateway") }
        if errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR { return }
        throw .closed(received: received, reason: String(cString: strerror(errno)))
    }
}

extension Duration {
    /// For `poll`: rounded up, so that waiting for the rest of a limit never spins.
    var roundedUpMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        let milliseconds = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(clamping: max(0, milliseconds))
    }
}
