internal import Glibc

/// The proxies whose word about a client is taken: only behind them `X-Forwarded-For` and `X-Forwarded-Proto` count.
public struct TrustedProxies: Sendable {
    /// A network as address bytes and a number of leading bits.
    private struct Network: Sendable {
        let bytes: [UInt8]
        let bits: Int

        func contains(_ address: [UInt8]) -> Bool {
            guard address.count == bytes.count else { return false }
            return (0..<bytes.count).allSatisfy { index in
                let left = bits - index * 8
                if left <= 0 { return true }
                let mask: UInt8 = left >= 8 ? 0xFF : ~(0xFF >> UInt8(left))
                return address[index] & mask == bytes[index] & mask
            }
        }
    }

    /// Who sent a request, and how it came to the first of us.
    struct Client: Equatable {
        /// nil: not known.
        var address: String?
        var isSecure: Bool
    }

    private let networks: [Network]

    /// - Parameter ranges: CIDR ranges or single addresses: `10.0.0.0/8`, `::1`.
    /// - Throws: `APIConfigurationError` naming the range that is none.
    public init(_ ranges: [String]) throws {
        networks = try ranges.map { range in
            let parts = range.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, let bytes = Self.bytes(String(first)) else { throw Self.failure(range) }
            guard parts.count > 1 else { return Network(bytes: bytes, bits: bytes.count * 8) }
            guard let bits = Int(parts[1]), (0...bytes.count * 8).contains(bits) else { throw Self.failure(range) }
            return Network(bytes: bytes, bits: bits)
        }
    }

    /// - Parameters:
    ///   - peer: address of whoever opened the connection.
    ///   - isSecure: the connection is TLS.
    ///   - forwardedFor: addresses the proxies added, the nearest last.
    ///   - forwardedScheme: what the nearest proxy says the client used.
    func client(peer: String?, isSecure: Bool, forwardedFor: [String], forwardedScheme: String?) -> Client {
        guard let peer, isTrusted(peer) else { return Client(address: peer, isSecure: isSecure) }
        // The nearest that is no proxy of ours; what stands before it anybody may have written.
        var address = peer
        for candidate in forwardedFor.reversed() {
            guard Self.bytes(candidate) != nil else { break }
            address = candidate
            if !isTrusted(candidate) { break }
        }
        return Client(address: address, isSecure: forwardedScheme.map { $0.lowercased() == "https" } ?? isSecure)
    }

    private func isTrusted(_ address: String) -> Bool {
        guard let bytes = Self.bytes(address) else { return false }
        return networks.contains { $0.contains(bytes) }
    }

    /// Network order; an IPv4 address inside IPv6 as IPv4.
    private static func bytes(_ text: String) -> [UInt8]? {
        var v4 = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &v4) == 1 { return v4 }
        var v6 = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return Array(v6.prefix(12)) == mapped ? Array(v6.suffix(4)) : v6
    }

    private static func failure(_ range: String) -> APIConfigurationError {
        APIConfigurationError("--trusted-proxy (EMS_TRUSTED_PROXY) holds '\(range)'; it must be an address or a range such as 10.0.0.0/8.")
    }
}
