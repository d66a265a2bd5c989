/// How long to wait before trying again: exponential back-off with jitter, so that many who failed together do not come
/// back together.
public struct RetryPolicy: Sendable, Hashable {
    /// The pause after the first failure, before jitter.
    public var initialDelay: Duration
    /// The longest pause.
    public var maxDelay: Duration
    /// By how much each further pause is longer. At least 1.
    public var multiplier: Double
    /// The share of a pause that is left to chance, 0…1: a pause lies between `(1 - jitter) × delay` and `delay`.
    public var jitter: Double

    /// Creates a policy.
    public init(
        initialDelay: Duration = .milliseconds(50), maxDelay: Duration = .seconds(2), multiplier: Double = 2,
        jitter: Double = 0.5
    ) {
        precondition(multiplier >= 1, "a multiplier of \(multiplier) would make pauses shorter")
        precondition((0...1).contains(jitter), "jitter is a share between 0 and 1, not \(jitter)")
        self.initialDelay = initialDelay
        self.maxDelay = maxDelay
        self.multiplier = multiplier
        self.jitter = jitter
    }

    /// The pause after a failure.
    ///
    /// - Parameter attempt: how many attempts failed before this one; 0 after the first failure.
    public func delay(attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        var delay = initialDelay
        for _ in 0..<max(0, attempt) where delay < maxDelay { delay = delay * multiplier }
        let share = jitter == 0 ? 0 : Double.random(in: 0...jitter, using: &generator)
        return min(delay, maxDelay) * (1 - share)
    }

    /// The pause after a failure, with the system's random numbers.
    public func delay(attempt: Int) -> Duration {
        var generator = SystemRandomNumberGenerator()
        return delay(attempt: attempt, using: &generator)
    }
}
