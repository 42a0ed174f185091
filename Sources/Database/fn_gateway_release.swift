internal import Postgres

extension Database {
    /// Gives all gateways of a worker back.
    public func gatewayRelease(worker: String) async throws {
        _ = try await rows("select ems.fn_gateway_release(p_worker => $1)", [PostgresValue(worker)])
    }
}
