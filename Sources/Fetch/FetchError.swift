internal import CCurl

/// Why there is no answer. A status is an answer, whatever it says, and never an error.
///
/// `description` names the request without its secrets.
public struct FetchError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: Sendable, Equatable {
        /// The request cannot be sent as it is: not a URL, not http or https, a market the source does not have.
        case invalidRequest
        /// No such host, refused, or cut before the end.
        case connection
        /// The server's certificate was not accepted.
        case certificate
        /// The answer took longer than the limit.
        case timeout
        /// The body is larger than the limit.
        case tooLarge
        /// More redirects than are followed, or one to something other than HTTP.
        case redirect
        /// The task was cancelled.
        case cancelled
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }

    /// True where the same request may succeed later.
    public var isTransient: Bool { code == .connection || code == .timeout }
}

extension FetchError.Code {
    /// https://curl.se/libcurl/c/libcurl-errors.html
    init(_ code: CURLcode, afterRedirect: Bool) {
        self =
            switch code {
            case CURLE_OPERATION_TIMEDOUT: .timeout
            case CURLE_FILESIZE_EXCEEDED: .tooLarge
            case CURLE_TOO_MANY_REDIRECTS: .redirect
            case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: afterRedirect ? .redirect : .invalidRequest
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS: .certificate
            default: .connection
            }
    }
}
