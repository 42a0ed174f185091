internal import Postgres
public import Site

/// One setting that is to be written, with all it takes.
public struct DueCommand: Sendable {
    public let commandID: Int
    public let device: String
    public let gatewayID: String
    public let unitID: UInt8
    public let value: Double
    public let purpose: String
    public let space: String
    public let sunspecModel: Int?
    public let address: Int?
    public let register: Register
    public let lowest: Double
    public let highest: Double
    public let writeFunction: Int
    public let settle: Duration
    public let expiresAt: Instant
}

extension Database {
    /// Commands that wait for this worker's devices, in the order they are to be written.
    public func setpointDue(siteID: String, worker: String, at: Instant) async throws -> [DueCommand] {
        try await rows(
            "select * from ems.fn_setpoint_due(p_site_id => $1, p_worker => $2, p_at => $3)", [PostgresValue(siteID), PostgresValue(worker), PostgresValue(at)]
        ).map { row in
            guard let encoding = Register.Encoding(rawValue: try row.decode("encoding")) else { throw PostgresError(.decoding, "an unknown encoding") }
            return DueCommand(
                commandID: try row.decode("command_id"), device: try row.decode("device"), gatewayID: try row.decode("gateway_id"),
                unitID: UInt8(clamping: try row.decode("unit_id", as: Int.self)), value: try row.decode("value"), purpose: try row.decode("purpose"),
                space: try row.decode("space"), sunspecModel: try row.decodeIfPresent("sunspec_model"), address: try row.decodeIfPresent("address"),
                register: Register(
                    point: try row.decode("point"), path: try row.decodeIfPresent("path"), words: try row.decode("words"), encoding: encoding,
                    mask: try row.decodeIfPresent("mask", as: Int.self).map { UInt16(clamping: $0) }, scale: try row.decode("scale"), bias: try row.decode("bias")),
                lowest: try row.decode("lowest"), highest: try row.decode("highest"), writeFunction: try row.decode("write_function"),
                settle: .milliseconds(try row.decode("settle_ms", as: Int.self)), expiresAt: try row.decode("expires_at"))
        }
    }
}
