/// How many of the things that were quarantined are told as events: a few at once, then a few a second, so that a file
/// of bad lines floods nobody. What is left out is counted and told with the next.
struct QuarantineHints {
    typealias Instant = ContinuousClock.Instant

    private let burst: Int
    private let interval: Duration
    private var tokens: Int
    private var refilledAt: Instant
    /// How many were left out since the last that was told.
    private(set) var omittedCount = 0

    /// - Parameters:
    ///   - burst: How many may be told at once.
    ///   - interval: After how long one more may be.
    init(burst: Int = 10, interval: Duration = .milliseconds(500), now: Instant) {
        self.burst = burst
        self.interval = interval
        tokens = burst
        refilledAt = now
    }

    /// Whether one more may be told now.
    ///
    /// - Returns: How many were left out before it, which is to be told with it; nil when it is left out itself.
    mutating func admit(at now: Instant) -> Int? {
        guard spend(now) else {
            omittedCount += 1
            return nil
        }
        defer { omittedCount = 0 }
        return omittedCount
    }

    /// Whether the last that was left out is to be told now, instead of with another that may never come.
    ///
    /// - Parameter isEnd: Whether nothing will follow, so that it is told whatever the rate.
    /// - Returns: How many were left out besides it; nil when there is none, or it is not time.
    mutating func admitLast(at now: Instant, isEnd: Bool = false) -> Int? {
        guard omittedCount > 0, isEnd || spend(now) else { return nil }
        defer { omittedCount = 0 }
        return omittedCount - 1
    }

    private mutating func spend(_ now: Instant) -> Bool {
        let passed = Int((now - refilledAt) / interval)
        if passed > 0 {
            tokens = min(burst, tokens + passed)
            refilledAt = refilledAt + interval * passed
        }
        guard tokens > 0 else { return false }
        tokens -= 1
        return true
    }
}
