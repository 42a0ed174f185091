internal import Postgres
public import Site

/// A block of registers (or one virtual input) that is read in one request.
public struct PollBlock: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case fast, slow, setting, identity, clock
    }

    public let device: String
    public let gatewayID: String
    public let unitID: UInt8
    public let kind: Kind
    /// Nil for identity: once per connection.
    public let period: Duration?
    public let space: String
    public let sunspecModel: Int?
    public let address: Int
    public let words: Int
    public let registers: [Register]
}

extension Database {
    /// What to read of each enabled device of a site.
    public func pollPlan(siteID: String) async throws -> [PollBlock] {
        try await rows("select * from ems.fn_poll_plan(p_site_id => $1)", [PostgresValue(siteID)]).map { row in
            guard let kind = PollBlock.Kind(rawValue: try row.decode("poll")) else { throw PostgresError(.decoding, "an unknown kind of poll") }
            return PollBlock(
                device: try row.decode("device"), gatewayID: try row.decode("gateway_id"), unitID: UInt8(clamping: try row.decode("unit_id", as: Int.self)), kind: kind,
                period: try row.decodeIfPresent("period"), space: try row.decode("space"), sunspecModel: try row.decodeIfPresent("sunspec_model"),
                address: try row.decodeIfPresent("address") ?? 0, words: try row.decodeIfPresent("words") ?? 0, registers: try row.json("register"))
        }
    }
}
