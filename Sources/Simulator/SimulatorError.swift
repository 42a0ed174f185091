/// The simulator could not be set up.
public struct SimulatorError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what to do about it.
    public var description: String

    init(_ description: String) { self.description = description }
}
