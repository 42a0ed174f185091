import Foundation
import Glibc
import Synchronization

/// A client of Server-Sent Events on a plain socket.
final class EventStreamClient: Sendable {
    struct Failure: Error, CustomStringConvertible { let description: String }

    private let descriptor: Int32
    private let received = Mutex("")

    init(port: Int, path: String, headers: [String: String]) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let head = "GET \(path) HTTP/1.1\r\nHost: test\r\n" + headers.map { "\($0.key): \($0.value)\r\n" }.joined() + "\r\n"
        let bytes = Array(head.utf8)
        guard connected == 0, send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { throw Failure(description: "no connection") }
    }

    deinit { Glibc.close(descriptor) }

    /// Reads on until all that came contains a text, and gives it back, the transfer coding still in it.
    func read(until text: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while true {
                    let all = self.received.withLock { $0 }
                    if all.contains(text) { return continuation.resume(returning: all) }
                    let count = recv(self.descriptor, &buffer, buffer.count, 0)
                    guard count > 0 else { return continuation.resume(throwing: Failure(description: "'\(text)' never came; there was: \(all.suffix(2000))")) }
                    self.received.withLock { $0 += String(decoding: buffer[..<count], as: UTF8.self) }
                }
            }
        }
    }

    /// The latest id that came.
    var lastID: String? {
        received.withLock { $0.components(separatedBy: "id: ").last?.prefix { $0.isNumber } }.map(String.init)
    }
}
