internal import CCurl
public import Site

/// What a server answered; any status is an answer.
public struct HTTPResponse: Sendable, Equatable {
    public var status: Int
    /// Of the last answer where redirects were followed. Names are lower case; of a repeated header the last counts.
    public var headers: [String: String]
    /// Decompressed.
    public var body: [UInt8]

    public init(status: Int, headers: [String: String] = [:], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public var contentType: String? { headers["content-type"] }

    public var isSuccess: Bool { (200..<300).contains(status) }

    /// The body as UTF-8 text; bytes that are none become U+FFFD.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// When `Retry-After` asks us to come back, for an answer received at `now`.
    ///
    /// A date is taken relative to the server's own `Date`, so that a wrong clock here does no harm.
    /// Nil without the header, for values that are neither seconds nor a date, and for more than a week.
    public func retryAt(now: Instant) -> Instant? {
        guard let value = headers["retry-after"] else { return nil }
        let seconds: Int
        if let number = Int(value) {
            seconds = number
        } else {
            let date = curl_getdate(value, nil)
            let sent = headers["date"].map { curl_getdate($0, nil) } ?? Int(now.seconds)
            guard date >= 0, sent >= 0 else { return nil }
            seconds = max(0, date - sent)
        }
        return (0...7 * 86_400).contains(seconds) ? now + .seconds(seconds) : nil
    }
}
