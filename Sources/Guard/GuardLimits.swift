public import Site

/// What the last-stage guard knows of a house: made by `ems.fn_guard_limits`, kept in memory and on disk, good without the database.
public struct GuardLimits: Sendable, Equatable, Codable {
    /// Where the power of one phase is measured, W, + import.
    public struct Meter: Sendable, Equatable, Codable {
        public let signal: String
        public let device: String
        public let metric: String
        public let factor: Double
        /// A reading older than this says nothing any more, s.
        public let staleAfterS: Double
    }

    /// A charger and the setting of its current, A per phase.
    public struct Charger: Sendable, Equatable, Codable {
        public let device: String
        public let phases: Int
        public let lowestA: Double
        public let highestA: Double
        public let point: String
    }

    /// A setting with the value its owner had.
    public struct OwnerSetting: Sendable, Equatable, Codable {
        public let device: String
        public let gateway: String
        public let unit: UInt8
        public let function: Int
        public let point: String
        public let value: Double
        public let space: String
        public let sunspecModel: Int?
        public let address: Int?
        public let path: String?
        public let encoding: Register.Encoding
        public let words: Int
        public let mask: UInt16?
        public let scale: Double
        public let bias: Double
        public let settleMs: Int

        public var register: Register {
            Register(point: point, path: path, words: words, encoding: encoding, mask: mask, scale: scale, bias: bias)
        }
    }

    public struct Connection: Sendable, Equatable, Codable {
        public let `protocol`: String
        public let host: String
        public let port: UInt16
        public let connectTimeoutMs: Int
        public let responseTimeoutMs: Int
        public let requestGapMs: Int
        public let secretName: String?
        public let tls: Bool
    }

    public let site: String
    public let controlMode: String
    public let fuseA: Double
    public let phases: Int
    public let nominalVoltageV: Double
    public let meter: [Meter]
    public let charger: [Charger]
    /// In the order they are written back.
    public let owner: [OwnerSetting]
    /// Until when each device's setpoint holds, ISO 8601.
    public let expiry: [String: String]
    public let gateway: [String: Connection]

    /// Devices whose setpoint ran out at `now`, with `grace` for a database that comes back.
    public func expired(at now: Instant, grace: Duration) -> [String] {
        Set(owner.map(\.device)).filter { device in
            guard let text = expiry[device], let until = Instant(postgres: text) else { return true }
            return now > until + grace
        }.sorted()
    }
}

extension Instant {
    /// Reads the form `jsonb` gives a timestamp: `2026-03-29T01:00:00+00:00`.
    init?(postgres text: String) { self.init(text) }
}
