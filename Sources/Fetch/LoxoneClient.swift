/// Sets and reads virtual inputs of one Loxone Miniserver over its HTTP web services
/// (https://www.loxone.com/enen/kb/web-services/).
///
/// After a 401 or 403 it sends nothing any more: repeated wrong logins make the Miniserver lock the address out.
public actor LoxoneClient {
    private let baseURL: String
    private let credentials: Credentials
    private let http: HTTPClient
    private var denial: LoxoneError?

    /// - Parameters:
    ///   - baseURL: `http://192.168.1.77` (Gen 1) or `https://…` (Gen 2, Compact).
    ///   - http: a client of its own; for a Gen 2 with its local certificate one with `verifiesTLS: false`.
    public init(baseURL: String, credentials: Credentials, http: HTTPClient) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.credentials = credentials
        self.http = http
    }

    /// Sets an input by its name or UUID: a number with a decimal point, `On`, `Off`, `Pulse`, or text.
    ///
    /// A reply means that the value was accepted; whether it arrived is told by `read`.
    @discardableResult
    public func set(_ input: String, to value: String) async throws(LoxoneError) -> LoxoneReply {
        try await send("\(input.percentEncoded)/\(value.percentEncoded)", about: input)
    }

    /// Reads an input or a block by its name or UUID.
    public func read(_ input: String) async throws(LoxoneError) -> LoxoneReply {
        try await send(input.percentEncoded, about: input)
    }

    private func send(_ path: String, about input: String) async throws(LoxoneError) -> LoxoneReply {
        if let denial { throw denial }
        let response: HTTPResponse
        do {
            response = try await http.send(HTTPRequest(.get, "\(baseURL)/dev/sps/io/\(path)", credentials: credentials))
        } catch {
            throw LoxoneError(.noReply, error.message, fetch: error)
        }
        do {
            return try LoxoneReply.reading(response, about: input)
        } catch {
            if error.code == .denied { denial = error }
            throw error
        }
    }
}
