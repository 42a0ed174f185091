internal import Postgres
public import Site

/// A connection this worker owns for now.
public struct Gateway: Sendable, Equatable {
    public enum Kind: String, Sendable {
        case modbusTCP = "modbus_tcp"
        case http
    }

    public let siteID: String
    public let gatewayID: String
    public let kind: Kind
    public let host: String
    public let port: UInt16
    public let connectTimeout: Duration
    public let responseTimeout: Duration
    public let requestGap: Duration
    public let secretName: String?
    public let tls: Bool

    public init(
        siteID: String, gatewayID: String, kind: Kind, host: String, port: UInt16, connectTimeout: Duration, responseTimeout: Duration, requestGap: Duration,
        secretName: String?, tls: Bool
    ) {
        self.siteID = siteID
        self.gatewayID = gatewayID
        self.kind = kind
        self.host = host
        self.port = port
        self.connectTimeout = connectTimeout
        self.responseTimeout = responseTimeout
        self.requestGap = requestGap
        self.secretName = secretName
        self.tls = tls
    }
}

extension Database {
    /// Takes, or renews, every gateway nobody else holds, for `lease`.
    public func gatewayClaim(worker: String, at: Instant, lease: Duration) async throws -> [Gateway] {
        try await rows(
            "select * from ems.fn_gateway_claim(p_worker => $1, p_at => $2, p_lease => $3)",
            [PostgresValue(worker), PostgresValue(at), PostgresValue(lease)]
        ).map { row in
            guard let kind = Gateway.Kind(rawValue: try row.decode("protocol")), let port = UInt16(exactly: try row.decode("port", as: Int.self)) else {
                throw PostgresError(.decoding, "a gateway has an unknown protocol or port")
            }
            return Gateway(
                siteID: try row.decode("site_id"), gatewayID: try row.decode("gateway_id"), kind: kind, host: try row.decode("host"), port: port,
                connectTimeout: .milliseconds(try row.decode("connect_timeout_ms", as: Int.self)),
                responseTimeout: .milliseconds(try row.decode("response_timeout_ms", as: Int.self)),
                requestGap: .milliseconds(try row.decode("request_gap_ms", as: Int.self)), secretName: try row.decodeIfPresent("secret_name"),
                tls: try row.decode("tls"))
        }
    }
}
