/// When to say that something is waited for: once at first, then every so often.
struct WaitNotice {
    /// Since when it is waited.
    let since: ContinuousClock.Instant
    private let interval: Duration
    private var lastSaid: ContinuousClock.Instant?

    init(since: ContinuousClock.Instant, interval: Duration) {
        self.since = since
        self.interval = interval
    }

    /// Whether it was said at all.
    var wasSaid: Bool { lastSaid != nil }

    /// For how long it has been waited, when it is time to say so.
    mutating func due(_ now: ContinuousClock.Instant) -> Duration? {
        if let lastSaid, now - lastSaid < interval { return nil }
        lastSaid = now
        return now - since
    }
}

extension Duration {
    /// Seconds to one decimal, for logs.
    var logText: String { "\((Double(milliseconds) / 100).rounded() / 10) s" }
}
