internal import Blocking
internal import Glibc

/// One Modbus TCP connection, to a device or to a gateway with several devices behind it.
///
/// Requests run one after the other on a thread of their own, with a gap between them, because a serial line behind
/// a gateway can carry only one. A reply is believed only when transaction id, protocol id, unit id, function and
/// length fit; after any other reply, or none, the connection is closed and the next request starts on a fresh one,
/// so the late answer to an old request is never taken for a new one. Transaction ids go on counting across connections.
///
/// The connection is opened by the first request. A gateway that closes an idle connection is forgiven once per
/// request, for writes too: writing a register the same value twice is harmless. Further retries are the caller's business.
public actor ModbusClient {
    public struct Configuration: Sendable, Equatable {
        /// Limit for opening the connection.
        public var connectTimeout: Duration
        /// Limit for one request and its complete reply; held within 0.1 s to 10 s.
        public var responseTimeout: Duration
        /// Silence kept after a reply before the next request.
        public var gap: Duration

        public init(connectTimeout: Duration = .seconds(3), responseTimeout: Duration = .seconds(2), gap: Duration = .milliseconds(50)) {
            self.connectTimeout = connectTimeout
            self.responseTimeout = min(max(responseTimeout, .milliseconds(100)), .seconds(10))
            self.gap = gap
        }
    }

    private let executor = BlockingExecutor(label: "modbus")
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    public nonisolated let host: String
    public nonisolated let port: UInt16
    private let configuration: Configuration
    private var socket: ModbusSocket?
    private var transaction: UInt16 = 0
    private var quietUntil = ContinuousClock.now

    /// - Parameter host: name or address.
    public init(host: String, port: UInt16 = 502, configuration: Configuration = Configuration()) {
        self.host = host
        self.port = port
        self.configuration = configuration
    }

    public var isConnected: Bool { socket != nil }

    /// Ends the connection; the next request opens a new one.
    public func close() { socket = nil }

    /// Reads `count` registers (1 to 125) from `address` on.
    public func read(unit: UInt8, space: RegisterSpace, address: UInt16, count: Int) throws(ModbusError) -> [UInt16] {
        try exchange(ModbusRequest(unit: unit, address: address, operation: .read(space, count: count)))
    }

    /// Writes 1 to 123 registers in one request (FC16). Returning means the device echoed it, not that it acted on it.
    public func write(unit: UInt8, address: UInt16, _ words: [UInt16]) throws(ModbusError) {
        _ = try exchange(ModbusRequest(unit: unit, address: address, operation: .writeMultiple(words)))
    }

    /// Writes one register with FC06, for devices that do not know FC16.
    public func writeSingle(unit: UInt8, address: UInt16, _ word: UInt16) throws(ModbusError) {
        _ = try exchange(ModbusRequest(unit: unit, address: address, operation: .writeSingle(word)))
    }

    private func exchange(_ request: ModbusRequest) throws(ModbusError) -> [UInt16] {
        if let objection = request.objection { throw error(.invalidRequest, request, objection) }
        if let socket, socket.isSpoiled { self.socket = nil }
        let reused = socket != nil
        do {
            return try attempt(request)
        } catch .closed(received: 0, _) where reused {
            // The idle connection was gone without a goodbye, or died before the first byte: once more on a fresh one.
            do {
                return try attempt(request)
            } catch {
                throw outcome(error, request)
            }
        } catch {
            throw outcome(error, request)
        }
    }

    private enum Attempt: Error {
        case failed(ModbusError)
        case timeout(received: Int)
        case closed(received: Int, reason: String)
    }

    private func attempt(_ request: ModbusRequest) throws(Attempt) -> [UInt16] {
        let verdict: ReplyFrame.Verdict
        do throws(ModbusSocket.Failure) {
            let socket = try connected()
            pause()
            transaction &+= 1
            let header = transaction.bigEndianBytes + [0, 0] + UInt16(request.pdu.count + 1).bigEndianBytes + [request.unit]
            let deadline = ContinuousClock.now + configuration.responseTimeout
            try socket.send(header + request.pdu, until: deadline)
            verdict = try socket.receive(until: deadline).verdict(for: request, transaction: transaction)
        } catch {
            self.socket = nil
            switch error {
            case .timeout(let received): throw .timeout(received: received)
            case .closed(let received, let reason): throw .closed(received: received, reason: reason)
            case .length(let length): throw .failed(self.error(.invalidReply(.length), request, "\(length)"))
            }
        }
        quietUntil = ContinuousClock.now + configuration.gap
        switch verdict {
        case .words(let words): return words
        case .exception(let exception): throw .failed(error(.exception(exception), request, ""))
        case .invalid(let check, let detail):
            self.socket = nil
            throw .failed(error(.invalidReply(check), request, detail))
        }
    }

    private func connected() throws(ModbusSocket.Failure) -> ModbusSocket {
        if let socket { return socket }
        let fresh = try ModbusSocket(host: host, port: port, timeout: configuration.connectTimeout)
        socket = fresh
        return fresh
    }

    private func outcome(_ attempt: Attempt, _ request: ModbusRequest) -> ModbusError {
        switch attempt {
        case .failed(let error): error
        case .closed(_, let reason): error(.connection, request, reason)
        case .timeout(let received): error(.timeout, request, "\(received) bytes within \(configuration.responseTimeout)")
        }
    }

    private func error(_ code: ModbusError.Code, _ request: ModbusRequest, _ detail: String) -> ModbusError {
        ModbusError(code, "\(host):\(port)", request, detail)
    }

    private func pause() {
        let left = quietUntil - ContinuousClock.now
        if left > .zero { poll(nil, 0, left.roundedUpMilliseconds) }
    }
}
