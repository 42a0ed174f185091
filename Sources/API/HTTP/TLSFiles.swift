internal import Foundation
public import HummingbirdCore
internal import HummingbirdTLS
internal import NIOSSL

/// A certificate with its chain and its key, both PEM.
public struct TLSFiles: Sendable {
    public let certificate: String
    public let key: String

    /// - Parameters:
    ///   - certificate: file with the certificate, then those between it and the root.
    ///   - key: file with its private key, without a passphrase.
    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

extension RestAPI {
    /// `httpServer` behind TLS 1.2 or newer.
    /// - Throws: `APIConfigurationError` naming the file that cannot be used.
    public static func httpsServer(_ files: TLSFiles) throws -> HTTPServerBuilder {
        let chain: [NIOSSLCertificate]
        do { chain = try NIOSSLCertificate.fromPEMFile(files.certificate) } catch {
            throw APIConfigurationError("--tls-certificate: '\(files.certificate)' cannot be read as PEM certificates.")
        }
        guard !chain.isEmpty else { throw APIConfigurationError("--tls-certificate: '\(files.certificate)' holds no certificate.") }
        let key: NIOSSLPrivateKey
        do { key = try NIOSSLPrivateKey(file: files.key, format: .pem) } catch {
            throw APIConfigurationError("--tls-key: '\(files.key)' cannot be read as a PEM key without a passphrase.")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        // Said now, not to the first client.
        do { _ = try NIOSSLContext(configuration: configuration) } catch {
            throw APIConfigurationError("--tls-certificate and --tls-key: '\(files.key)' is not the key of '\(files.certificate)'.")
        }
        return try .tls(httpServer, tlsConfiguration: configuration)
    }
}
