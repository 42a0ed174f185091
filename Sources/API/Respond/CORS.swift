internal import HTTPTypes

/// Cross-origin requests of browsers (Fetch standard, CORS protocol).
struct CORS {
    /// nil: every origin.
    let allowedOrigins: [String]?

    /// The answer to a preflight; nil where the request is none, or its origin may not.
    func preflight(_ input: HTTPInput) -> APIAnswer? {
        guard input.method == "OPTIONS", let origin = input["origin"], let method = input["access-control-request-method"],
            Self.methods.contains(method), let allowed = allow(origin)
        else { return nil }
        let requested = (input["access-control-request-headers"] ?? "").split(separator: ",").map { String($0).trimmed }
        let headers = (["Authorization"] + requested + ["Accept", "Accept-Language", "Content-Language"]).reduce(into: [String]()) { list, name in
            if !list.contains(where: { $0.lowercased() == name.lowercased() }) { list.append(name) }
        }
        return APIAnswer(
            .ok,
            allowed + [
                HeaderField("Access-Control-Allow-Methods", Self.methods.joined(separator: ", ")),
                HeaderField("Access-Control-Allow-Headers", headers.joined(separator: ", ")),
                HeaderField("Access-Control-Max-Age", "86400"),
            ])
    }

    /// Adds what a browser needs to read the answer.
    func apply(to answer: inout APIAnswer, _ input: HTTPInput) {
        guard let origin = input["origin"], let allowed = allow(origin) else { return }
        let headers = allowed + [HeaderField("Access-Control-Expose-Headers", Self.exposed)]
        answer.headers.removeAll { field in headers.contains { $0.name.lowercased() == field.name.lowercased() } }
        answer.headers += headers
    }

    private func allow(_ origin: String) -> [HeaderField]? {
        guard let allowedOrigins else { return [HeaderField("Access-Control-Allow-Origin", "*")] }
        guard allowedOrigins.contains(origin) else { return nil }
        return [HeaderField("Access-Control-Allow-Origin", origin), HeaderField("Access-Control-Allow-Credentials", "true")]
    }

    private static let methods = ["GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "HEAD"]
    private static let exposed =
        "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Location, Server, Transfer-Encoding, Range-Unit"
}
