/// Keeps the main fuse: what a charger may draw, from the power of each phase at the grid connection.
///
/// Works in amperes per phase, counts the car's own draw once, and gives whole amperes on the lattice of the plug (0 or at least its lowest).
public struct FuseGuard: Sendable, Equatable {
    /// Rated current of the main fuse, A per phase.
    public let fuseA: Double
    public let nominalVoltageV: Double

    public init(fuseA: Double, nominalVoltageV: Double) {
        self.fuseA = fuseA
        self.nominalVoltageV = nominalVoltageV
    }

    /// One phase at the grid connection: power, + import, and how much of the car's current is in it.
    public struct Phase: Sendable, Equatable {
        public let gridW: Double
        public let carA: Double

        public init(gridW: Double, carA: Double) {
            self.gridW = gridW
            self.carA = carA
        }
    }

    /// The most a charger may be set to, A per phase.
    /// - Parameter phases: nil while the grid meter is silent (two readings missing): then the lowest current that charges, since nobody knows what is left.
    public func ceiling(phases: [Phase]?, lowestA: Double, highestA: Double) -> Double {
        guard let phases, !phases.isEmpty else { return lowestA }
        let left = phases.map { fuseA - $0.gridW / nominalVoltageV + $0.carA }.min() ?? 0
        let whole = left.rounded(.down)
        return whole < lowestA ? 0 : min(whole, highestA)
    }

    /// Whether a phase draws more than the fuse carries.
    public func isOverloaded(_ phases: [Phase]) -> Bool {
        phases.contains { $0.gridW / nominalVoltageV > fuseA }
    }
}
