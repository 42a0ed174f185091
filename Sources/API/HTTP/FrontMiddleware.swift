internal import HTTPTypes
public import Hummingbird
internal import NIOCore

/// Stands before everything else: settles who a request comes from, turns a page's cookies and a program's token into a bearer token, and gives every
/// answer its security headers.
public struct FrontMiddleware<Context: RemoteAddressRequestContext>: RouterMiddleware {
    private let api: RestAPI
    private let proxies: TrustedProxies
    private let isSecure: Bool

    init(_ api: RestAPI, _ proxies: TrustedProxies, isSecure: Bool) {
        self.api = api
        self.proxies = proxies
        self.isSecure = isSecure
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var fields = request.headers
        settleClient(&fields, context)
        let refusal = await authorize(&fields, request)
        var head = request.head
        head.headerFields = fields
        let request = Request(head: head, body: request.body)
        var response: Response
        do {
            response = if let refusal { RestMiddleware<Context>.response(refusal) } else { try await next(request, context) }
        } catch let error as any HTTPResponseError {
            response = try error.response(from: request, context: context)
        }
        SecurityHeaders.apply(to: &response.headers)
        return response
    }

    /// The database learns who asks from these two headers, which nobody else can set.
    private func settleClient(_ fields: inout HTTPFields, _ context: Context) {
        let client = proxies.client(
            peer: context.remoteAddress?.ipAddress, isSecure: isSecure,
            forwardedFor: fields[values: .forwardedFor].joined(separator: ",").split(separator: ",").map { String($0).trimmed },
            forwardedScheme: fields[values: .forwardedProto].last.flatMap { $0.split(separator: ",").last }.map { String($0).trimmed })
        fields[.clientAddress] = client.address
        fields[.clientScheme] = client.isSecure ? "https" : "http"
    }

    /// - Returns: the refusal, where the request goes no further.
    private func authorize(_ fields: inout HTTPFields, _ request: Request) async -> APIAnswer? {
        if let header = fields[.authorization] { return await exchange(header, &fields) }
        let cookies = Cookies(fields)
        guard cookies.access != nil || cookies.refresh != nil else { return nil }
        let path = request.uri.path
        // Whoever logs in now is not who the cookie says, and who renews has no access token left.
        let isLogin = path == "/rest/rpc/login" || path == "/rest/rpc/setup"
        let isReading = request.method == .get || request.method == .head || request.method == .options
        if !isReading, !isLogin {
            guard let csrf = cookies.csrf, fields[.csrf] == csrf else { return APIAnswer(.crossSite, retryAfter: 0) }
        }
        if let access = cookies.access, !isLogin, path != "/rest/rpc/refresh" { fields[.authorization] = "Bearer \(access)" }
        return nil
    }

    /// A program's token becomes the short-lived one it stands for; any other header stays as it is.
    private func exchange(_ header: String, _ fields: inout HTTPFields) async -> APIAnswer? {
        let words = header.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer", words[1].hasPrefix("ems_") else { return nil }
        switch await api.exchange(String(words[1]).trimmed) {
        case .access(let token): fields[.authorization] = "Bearer \(token)"
        case .refused(let answer): return answer
        }
        return nil
    }
}

extension RestAPI {
    /// Client, cookies, programs' tokens and security headers as a middleware; add it first.
    /// - Parameter isSecure: the server speaks TLS.
    public func frontMiddleware<Context: RemoteAddressRequestContext>(
        proxies: TrustedProxies, isSecure: Bool, _ context: Context.Type = Context.self
    ) -> FrontMiddleware<Context> {
        FrontMiddleware(self, proxies, isSecure: isSecure)
    }
}

extension HTTPField.Name {
    fileprivate static var clientAddress: Self { named("x-ems-client-address") }
    fileprivate static var clientScheme: Self { named("x-ems-client-scheme") }
    fileprivate static var csrf: Self { named("x-ems-csrf") }
    fileprivate static var forwardedFor: Self { named("x-forwarded-for") }
    fileprivate static var forwardedProto: Self { named("x-forwarded-proto") }

    private static func named(_ text: String) -> Self {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a header's name") }
        return name
    }
}
