internal import CModbus
internal import Dispatch
internal import Foundation
internal import Glibc
internal import Synchronization

/// A Modbus TCP server with one or several units on a port, on libmodbus's server half. Each client has its own thread.
///
/// Its threads hold it while it listens; only `stop` ends them.
public final class ModbusServer: Sendable {
    public struct Configuration: Sendable, Equatable {
        /// IPv4 address to listen on.
        public var bind: String
        /// 0 takes a free one.
        public var port: UInt16
        /// Further clients are accepted and closed at once, as a gateway with few slots does.
        public var maximumClients: Int
        /// A client silent for so long loses its connection; nil for never.
        public var idleTimeout: Duration?
        /// What a request for an absent unit gets; nil leaves it without an answer.
        public var absentUnit: ModbusException?

        public init(
            bind: String = "127.0.0.1", port: UInt16 = 0, maximumClients: Int = 8, idleTimeout: Duration? = nil,
            absentUnit: ModbusException? = .gatewayTargetSilent
        ) {
            self.bind = bind
            self.port = port
            self.maximumClients = maximumClients
            self.idleTimeout = idleTimeout
            self.absentUnit = absentUnit
        }
    }

    /// The port could not be opened.
    public struct ListenError: Error, Sendable, CustomStringConvertible {
        public var bind: String
        public var port: UInt16
        public var reason: String

        public var description: String {
            "cannot listen on \(bind):\(port): \(reason); choose another port or end the program that holds it"
        }
    }

    private struct State {
        /// Kept when stopped, so that starting again serves the same address.
        var port: UInt16
        /// Where a byte wakes the accepting thread; nil when not listening.
        var wake: Int32?
        var clients: Set<Int32> = []
    }

    let units: [UInt8: any ModbusUnit]
    let configuration: Configuration
    let faults: @Sendable (ModbusRequest) -> [ReplyFault]
    private let state: Mutex<State>
    private let threads = DispatchGroup()

    /// - Parameter faults: asked for each request; empty for an honest reply.
    public init(
        units: [UInt8: any ModbusUnit], configuration: Configuration = Configuration(),
        faults: @escaping @Sendable (ModbusRequest) -> [ReplyFault] = { _ in [] }
    ) {
        self.units = units
        self.configuration = configuration
        self.faults = faults
        state = Mutex(State(port: configuration.port))
    }

    public var isListening: Bool { state.withLock { $0.wake != nil } }

    /// Opens the port; after a `stop`, the same one again. Does nothing while listening.
    /// - Returns: the port it listens on.
    @discardableResult
    public func start() throws(ListenError) -> UInt16 {
        let outcome: Result<UInt16, ListenError> = state.withLock { state in
            guard state.wake == nil else { return .success(state.port) }
            guard DescriptorLimit.hasRoom else {
                return .failure(ListenError(bind: configuration.bind, port: state.port, reason: DescriptorLimit.reason))
            }
            guard let context = modbus_new_tcp(configuration.bind, Int32(state.port)) else {
                return .failure(ListenError(bind: configuration.bind, port: state.port, reason: String(cString: modbus_strerror(errno))))
            }
            let listener = modbus_tcp_listen(context, 16)
            guard listener >= 0, let wake = WakePipe() else {
                let reason = String(cString: modbus_strerror(errno))
                if listener >= 0 { close(listener) }
                modbus_free(context)
                return .failure(ListenError(bind: configuration.bind, port: state.port, reason: reason))
            }
            state.port = boundPort(listener) ?? state.port
            state.wake = wake.write
            let handle = Listener(context: context, descriptor: listener, wake: wake)
            spawn("modbus-listen") { [self] in accept(on: handle) }
            return .success(state.port)
        }
        return try outcome.get()
    }

    /// Closes the port and every connection and returns when all threads have ended.
    public func stop() {
        state.withLock { state in
            if let wake = state.wake { close(wake) }
            state.wake = nil
            for client in state.clients { shutdown(client, Int32(SHUT_RDWR)) }
        }
        threads.wait()
    }

    /// Ends all connections and goes on listening.
    public func disconnectClients() {
        state.withLock { state in
            for client in state.clients { shutdown(client, Int32(SHUT_RDWR)) }
        }
    }

    /// How many clients are connected.
    public var clientCount: Int { state.withLock { $0.clients.count } }

    private struct Listener: @unchecked Sendable {
        // The context is handed over to the accepting thread and used by nobody else.
        let context: OpaquePointer
        let descriptor: Int32
        let wake: WakePipe
    }

    private func accept(on listener: Listener) {
        defer {
            close(listener.descriptor)
            close(listener.wake.read)
            modbus_free(listener.context)
        }
        while true {
            var watched = [
                pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: listener.wake.read, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&watched, 2, -1) < 0, errno != EINTR { return }
            if watched[1].revents != 0 { return }
            guard watched[0].revents != 0 else { continue }
            var descriptor = listener.descriptor
            let client = modbus_tcp_accept(listener.context, &descriptor)
            guard client >= 0 else { continue }
            let taken =
                client < DescriptorLimit.usable
                && state.withLock { state in
                    guard state.wake != nil, state.clients.count(where: { !hasLeft($0) }) < configuration.maximumClients else { return false }
                    state.clients.insert(client)
                    return true
                }
            guard taken else {
                close(client)
                continue
            }
            spawn("modbus-session") { [self] in
                serve(client)
                state.withLock { state in
                    state.clients.remove(client)
                    close(client)
                }
            }
        }
    }

    /// The client has said goodbye, though its session may not have noticed yet: its slot is free.
    private func hasLeft(_ client: Int32) -> Bool {
        var byte: UInt8 = 0
        return recv(client, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) == 0
    }

    /// A thread of its own: Dispatch's are few, and these wait most of the time.
    private func spawn(_ name: String, _ body: @escaping @Sendable () -> Void) {
        threads.enter()
        let thread = Thread { [threads] in
            body()
            threads.leave()
        }
        thread.name = name
        thread.stackSize = 512 * 1024
        thread.start()
    }

    private func boundPort(_ descriptor: Int32) -> UInt16? {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return status == 0 ? UInt16(bigEndian: address.sin_port) : nil
    }
}

/// Both ends of a pipe; nil where the system has no descriptor left.
struct WakePipe {
    let read: Int32
    let write: Int32

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        (read, write) = (ends[0], ends[1])
    }
}
