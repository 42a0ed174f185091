/// A setting that cannot be meant; the message names it and says what it must be.
public struct APIConfigurationError: Error, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
