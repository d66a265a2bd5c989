/// An input that was asked for and cannot be read at all.
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The input as it was given.
    public var input: String
    /// Why, and what to do.
    public var reason: String

    /// Creates an error.
    public init(input: String, reason: String) {
        self.input = input
        self.reason = reason
    }

    public var description: String { "cannot read \(input): \(reason)" }
}
