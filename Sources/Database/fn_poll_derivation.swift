internal import Postgres

/// A metric a device does not have but its registers give: the sum of its terms, each a factor times a product of values.
public struct Derivation: Sendable, Equatable {
    public struct Term: Sendable, Equatable {
        public let factor: Double
        public let inputs: [String]

        public init(factor: Double, inputs: [String]) {
            self.factor = factor
            self.inputs = inputs
        }
    }

    public let metric: String
    public var terms: [Term]

    public init(metric: String, terms: [Term]) {
        self.metric = metric
        self.terms = terms
    }
}

extension Database {
    /// What to derive, by device.
    public func pollDerivation(siteID: String) async throws -> [String: [Derivation]] {
        var derivations: [String: [Derivation]] = [:]
        for row in try await rows("select * from ems.fn_poll_derivation(p_site_id => $1)", [PostgresValue(siteID)]) {
            let device: String = try row.decode("device")
            let metric: String = try row.decode("metric")
            let term = Derivation.Term(factor: try row.decode("factor"), inputs: try row.decode("input"))
            if let last = derivations[device]?.indices.last, derivations[device]?[last].metric == metric {
                derivations[device]?[last].terms.append(term)
            } else {
                derivations[device, default: []].append(Derivation(metric: metric, terms: [term]))
            }
        }
        return derivations
    }
}
