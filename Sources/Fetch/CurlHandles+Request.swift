internal import CCurl

extension CurlHandles {
    /// Sends one request and receives its answer. The code is nil when `isCancelled` became true.
    func transfer(
        _ request: HTTPRequest, _ limits: HTTPLimits, verifiesTLS: Bool, until isCancelled: () -> Bool
    ) -> (code: CURLcode?, reception: Reception) {
        let reception = Reception(limit: limits.bodyBytes)
        let code = request.body.withUnsafeBytes { body in
            let headers = prepare(request, body, into: reception, limits, verifiesTLS: verifiesTLS)
            defer { curl_slist_free_all(headers) }
            return run(until: isCancelled)
        }
        return (code, reception)
    }

    /// Sets every option anew for one request.
    ///
    /// `reception` and the body's bytes must live until the transfer is over; so must the returned list, which the caller frees.
    private func prepare(
        _ request: HTTPRequest, _ body: UnsafeRawBufferPointer, into reception: Reception, _ limits: HTTPLimits, verifiesTLS: Bool
    ) -> UnsafeMutablePointer<curl_slist>? {
        reset()
        set(CURLOPT_URL, request.url)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_REDIR_PROTOCOLS_STR, request.url.lowercased().hasPrefix("https:") ? "https" : "http,https")
        set(CURLOPT_FOLLOWLOCATION, 1)
        set(CURLOPT_MAXREDIRS, 5)
        set(CURLOPT_POSTREDIR, Int(CURL_REDIR_POST_301 | CURL_REDIR_POST_302 | CURL_REDIR_POST_303))
        set(CURLOPT_CONNECTTIMEOUT_MS, limits.connect.wholeMilliseconds)
        set(CURLOPT_TIMEOUT_MS, limits.total.wholeMilliseconds)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_ACCEPT_ENCODING, "")
        set(CURLOPT_USERAGENT, "ems")
        set(CURLOPT_SSL_VERIFYPEER, verifiesTLS ? 1 : 0)
        set(CURLOPT_SSL_VERIFYHOST, verifiesTLS ? 2 : 0)
        if request.method == .post {
            set(CURLOPT_POST, 1)
            set(CURLOPT_POSTFIELDSIZE, body.count)
            // An empty array has no address, and libcurl would read its input from elsewhere.
            if let base = body.baseAddress { set(CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: base)) } else { set(CURLOPT_POSTFIELDS, "") }
        }
        if let credentials = request.credentials {
            set(CURLOPT_HTTPAUTH, 1)  // CURLAUTH_BASIC, a macro with a cast that Swift does not import.
            set(CURLOPT_USERNAME, credentials.user)
            set(CURLOPT_PASSWORD, credentials.password)
        }
        // Without `Expect:` libcurl may wait a second for a 100-continue that small servers never send.
        var headers = curl_slist_append(nil, "Expect:")
        for (name, value) in request.headers { headers = curl_slist_append(headers, "\(name): \(value)") }
        set(CURLOPT_HTTPHEADER, headers)

        let context = Unmanaged.passUnretained(reception).toOpaque()
        set(CURLOPT_WRITEDATA, context)
        set(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let chunk = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return Unmanaged<Reception>.fromOpaque(context).takeUnretainedValue().append(chunk) ? size * count : 0
        }
        set(CURLOPT_HEADERDATA, context)
        set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            Unmanaged<Reception>.fromOpaque(context).takeUnretainedValue().appendHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
            return size * count
        }
        return headers
    }
}

extension Duration {
    /// At least one, because libcurl reads zero as "no limit".
    fileprivate var wholeMilliseconds: Int {
        Int(clamping: max(1, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000))
    }
}
