/// Nobody answered a call: there was nobody, or the connection was lost and did not come back in time.
public struct NoAnswer: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where the answer should have come from: one endpoint, or several with `or` between them.
    public var endpoint: String
    /// For how long it was waited for.
    public var waited: Duration
    /// Whether anybody was ever connected there since the client was made.
    public var wasConnected: Bool

    /// Creates the error.
    public init(endpoint: String, waited: Duration, wasConnected: Bool) {
        self.endpoint = endpoint
        self.waited = waited
        self.wasConnected = wasConnected
    }

    public var description: String {
        let seconds = (Double(waited.milliseconds) / 100).rounded() / 10
        let reason = wasConnected ? "the connection was lost" : "nobody is there; check that it runs and listens there"
        return "no answer from \(endpoint) within \(seconds) s: \(reason)"
    }
}
