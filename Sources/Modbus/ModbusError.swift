/// What went wrong between us and a device.
public struct ModbusError: Error, Sendable, Equatable {
    public enum Code: Sendable, Equatable {
        /// The device (or the gateway before it) answered with a refusal. The connection stays.
        case exception(ModbusException)
        /// No complete answer within the limit; the connection was closed. A write may or may not have happened.
        case timeout
        /// No connection, or it was lost. A write may or may not have happened.
        case connection
        /// An answer that cannot belong to the request; the connection was closed.
        case invalidReply(ReplyCheck)
        /// Not sent: the protocol has no such request.
        case invalidRequest
    }

    public var code: Code
    /// `host:port` of the connection.
    public var endpoint: String
    /// Unit id, first register and number of registers of the request.
    public var unit: UInt8
    public var address: UInt16
    public var count: Int
    /// What the operating system said, or which limit was passed.
    public var detail: String

    init(_ code: Code, _ endpoint: String, _ request: ModbusRequest, _ detail: String) {
        self.code = code
        self.endpoint = endpoint
        unit = request.unit
        address = request.address
        count = request.count
        self.detail = detail
    }
}

extension ModbusError: CustomStringConvertible {
    public var description: String {
        let what =
            switch code {
            case .exception(let exception): "refused with exception \(exception)"
            case .timeout: "no answer"
            case .connection: "no connection"
            case .invalidReply(let check): "reply dropped, its \(check.rawValue) does not fit"
            case .invalidRequest: "request not sent"
            }
        let tail = detail.isEmpty ? "" : ": \(detail)"
        return "\(what) (\(endpoint), unit \(unit), register \(address), count \(count))\(tail)"
    }
}

/// The part of a reply that did not fit its request.
public enum ReplyCheck: String, Sendable, Equatable, CaseIterable {
    case transactionID = "transaction id"
    case protocolID = "protocol id"
    case length
    case unit = "unit id"
    case function
    case byteCount = "byte count"
    case echo
}
