internal import Database
internal import Fetch

/// The virtual inputs of a Loxone Miniserver.
actor LoxoneLink: FieldLink {
    private let client: LoxoneClient?

    /// - Parameter credentials: `user:password`; without them nothing is sent.
    init(_ gateway: Gateway, credentials: String?) {
        let parts = credentials?.split(separator: ":", maxSplits: 1).map(String.init) ?? []
        guard parts.count == 2 else {
            client = nil
            return
        }
        client = LoxoneClient(
            baseURL: "\(gateway.tls ? "https" : "http")://\(gateway.host):\(gateway.port)", credentials: Credentials(user: parts[0], password: parts[1]),
            // A Gen 2 has a certificate that cannot match its address in the house.
            http: HTTPClient(limits: HTTPLimits(connect: gateway.connectTimeout, total: gateway.responseTimeout), verifiesTLS: false))
    }

    func read(_ request: ReadRequest) async throws(LinkError) -> ReadReply {
        guard case .input(let path) = request else { throw LinkError(kind: .refused, description: "a Miniserver has no registers") }
        do throws(LoxoneError) {
            guard let number = try await connected().read(path).number else {
                throw LoxoneError(.unreadable, "\(path) is not a number")
            }
            return .number(number)
        } catch {
            throw linkError(error)
        }
    }

    func write(_ request: WriteRequest) async throws(LinkError) {
        guard case .input(let path, let value) = request else { throw LinkError(kind: .refused, description: "a Miniserver has no registers") }
        do throws(LoxoneError) {
            try await connected().set(path, to: value == value.rounded() ? String(Int(value)) : String(value))
        } catch {
            throw linkError(error)
        }
    }

    func close() async {}

    private func connected() throws(LoxoneError) -> LoxoneClient {
        guard let client else { throw LoxoneError(.denied, "no credentials: set the secret named by the gateway to user:password") }
        return client
    }

    private func linkError(_ error: LoxoneError) -> LinkError {
        let kind: LinkError.Kind =
            switch error.code {
            case .noReply, .busy: .silent
            case .denied, .unknownInput, .refused: .refused
            case .unreadable: .reply
            }
        return LinkError(kind: kind, description: error.message)
    }
}
