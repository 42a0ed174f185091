internal import Foundation
internal import HTTPServer
public import HummingbirdCore
internal import Logging
internal import NIOCore
internal import OpenSSL

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
        let context: TLSContext
        // Said now, not to the first client.
        do { context = try TLSContext(certificate: files.certificate, key: files.key) } catch {
            throw switch error {
            case .unreadableCertificate: APIConfigurationError("--tls-certificate: '\(files.certificate)' cannot be read as PEM certificates.")
            case .unreadableKey: APIConfigurationError("--tls-key: '\(files.key)' cannot be read as a PEM key without a passphrase.")
            case .foreignKey: APIConfigurationError("--tls-certificate and --tls-key: '\(files.key)' is not the key of '\(files.certificate)'.")
            }
        }
        return HTTPServerBuilder { TLSChannel(base: LoopBoundHTTP1Channel(responder: $0), context: context) }
    }
}

/// A connection within TLS.
private struct TLSChannel: ServerChildChannel {
    let base: LoopBoundHTTP1Channel
    let context: TLSContext

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(TLSHandler(context)) }
            .flatMap { base.setup(channel: channel, logger: logger) }
    }

    func handle(value: AcceptedConnection, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
