internal import COpenSSL

/// A server's certificate and key, TLS 1.2 or newer, as many connections share it.
public final class TLSContext: Sendable {
    /// What keeps a file from being used.
    public enum Refusal: Error, Equatable {
        case unreadableKey
        case unreadableCertificate
        /// Both can be read and do not belong together.
        case foreignKey
    }

    // An SSL_CTX counts its users itself and is not changed once it is made.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// - Parameters:
    ///   - certificate: PEM file with the certificate, then those between it and the root.
    ///   - key: PEM file with its private key, without a passphrase.
    public init(certificate: String, key: String) throws(Refusal) {
        defer { ERR_clear_error() }
        guard let made = SSL_CTX_new(TLS_server_method()) else { fatalError("OpenSSL could not allocate a context") }
        pointer = made
        _ = ems_ssl_set_minimum_tls_1_2(pointer)
        ems_ssl_refuse_renegotiation(pointer)
        // Without this a key with a passphrase would ask for it at the terminal.
        SSL_CTX_set_default_passwd_cb(pointer) { _, _, _, _ in -1 }
        guard SSL_CTX_use_PrivateKey_file(pointer, key, SSL_FILETYPE_PEM) == 1 else { throw .unreadableKey }
        guard SSL_CTX_use_certificate_chain_file(pointer, certificate) == 1 else { throw .unreadableCertificate }
        guard SSL_CTX_check_private_key(pointer) == 1 else { throw .foreignKey }
    }

    deinit { SSL_CTX_free(pointer) }
}

/// Why a connection ended: OpenSSL's own words.
public struct TLSError: Error, CustomStringConvertible {
    public let description: String

    /// Takes the errors of the call just made out of the thread's queue.
    static func last() -> TLSError {
        var text = [CChar](repeating: 0, count: 256)
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0 else { return TLSError(description: "the connection ended within TLS") }
        ERR_error_string_n(code, &text, text.count)
        return TLSError(description: String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}
