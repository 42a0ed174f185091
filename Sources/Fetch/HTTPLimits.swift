/// How long and how much one download may take.
public struct HTTPLimits: Sendable, Equatable {
    /// Until the connection stands, name look-up and TLS included.
    public var connect: Duration
    /// From the first step to the last byte, redirects included.
    public var total: Duration
    /// Bytes of the body after decompression.
    public var bodyBytes: Int

    public init(connect: Duration = .seconds(10), total: Duration = .seconds(30), bodyBytes: Int = 8 << 20) {
        self.connect = connect
        self.total = total
        self.bodyBytes = bodyBytes
    }
}
