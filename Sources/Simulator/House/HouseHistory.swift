public import Site

/// A house lived through as fast as the machine can, row by row.
///
/// With the same configuration it is the very past of a simulator whose `warmUp` reaches back to `from`.
public struct HouseHistory: Sequence, IteratorProtocol {
    public struct Row: Sendable, Hashable {
        /// Half-open.
        public var startsAt: Instant
        public var endsAt: Instant
        /// Powers and irradiance as means of the row, levels (SoC, temperatures, counters) at its end.
        public var reading: HouseSnapshot
    }

    private var house: HouseState
    private let end: Instant
    private let stepsPerRow: Int

    /// - Parameter step: length of a row, a multiple of the configuration's own step.
    /// - Throws: where it is none, or the configuration cannot be.
    public init(_ configuration: SimulatorConfiguration, from: Instant, to: Instant, step: Duration) throws(SimulatorError) {
        guard step >= configuration.step, step.microseconds % configuration.step.microseconds == 0 else {
            throw SimulatorError("rows of \(step) are no multiple of the simulation's steps of \(configuration.step)")
        }
        house = HouseState(try HouseModel(configuration), at: from.floored(to: configuration.step))
        end = to
        stepsPerRow = Int(step.microseconds / configuration.step.microseconds)
    }

    public mutating func next() -> Row? {
        let start = house.now
        guard start + house.model.step * stepsPerRow <= end else { return nil }
        var mean = SnapshotMean()
        for _ in 0..<stepsPerRow {
            house.advance(to: house.now + house.model.step)
            mean.add(house.snapshot)
        }
        return mean.result.map { Row(startsAt: start, endsAt: house.now, reading: $0) }
    }
}
