internal import Blocking
internal import CCurl

/// Downloads over HTTP with libcurl, one request at a time, on a thread of its own.
///
/// Follows up to five redirects and keeps POST a POST; credentials do not follow to another host, and https does not become http.
/// Accepts compressed answers. Proxies come from the environment as with the curl command (`http_proxy`, `https_proxy`, `no_proxy`).
/// Connections are kept and used again.
public actor HTTPClient {
    private let executor = BlockingExecutor(label: "http")
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let handles = CurlHandles()
    private let limits: HTTPLimits
    private let verifiesTLS: Bool

    /// - Parameter verifiesTLS: false accepts any certificate. For a device in the house that cannot have a matching one, and for nothing else.
    public init(limits: HTTPLimits = HTTPLimits(), verifiesTLS: Bool = true) {
        self.limits = limits
        self.verifiesTLS = verifiesTLS
    }

    /// Sends a request and waits for the whole answer, whatever its status. Cancelling the task ends it at once.
    /// - Throws: when there is no answer, see `FetchError.Code`.
    public func send(_ request: HTTPRequest) async throws(FetchError) -> HTTPResponse {
        let interrupt = Interrupt(handles)
        let result = await withTaskCancellationHandler {
            perform(request, interrupt)
        } onCancel: {
            interrupt.raise()
        }
        return try result.get()
    }

    private func perform(_ request: HTTPRequest, _ interrupt: Interrupt) -> Result<HTTPResponse, FetchError> {
        func failure(_ code: FetchError.Code, _ reason: String) -> Result<HTTPResponse, FetchError> {
            .failure(FetchError(code, "\(request): \(request.shown(reason))"))
        }
        if interrupt.isRaised { return failure(.cancelled, "the task was cancelled") }
        let text =
            [request.url, request.credentials?.user ?? "", request.credentials?.password ?? ""] + request.headers.flatMap { [$0.key, $0.value] }
        guard !text.contains(where: { $0.utf8.contains { $0 == 0 || $0 == 10 || $0 == 13 } }) else {
            return failure(.invalidRequest, "a line break or NUL in the URL, a header or the credentials")
        }

        let (outcome, reception) = handles.transfer(request, limits, verifiesTLS: verifiesTLS) { interrupt.isRaised }
        guard let outcome else { return failure(.cancelled, "the task was cancelled") }
        if reception.isTooLarge { return failure(.tooLarge, "the answer is larger than \(limits.bodyBytes) bytes") }
        guard outcome == CURLE_OK else {
            return failure(FetchError.Code(outcome, afterRedirect: handles.value(CURLINFO_REDIRECT_COUNT) > 0), handles.explanation(outcome))
        }
        return .success(HTTPResponse(status: handles.value(CURLINFO_RESPONSE_CODE), headers: reception.headers, body: reception.body))
    }
}
