/// What a handler is told of a request besides its parameters.
public struct RPCContext: Sendable {
    /// Until when the caller waits; nil when it did not say. The handler's task is cancelled then.
    public var deadline: ContinuousClock.Instant?
    /// W3C Trace Context, to be passed on unread.
    public var traceparent: String?
    /// The shard that the broker sent the request for, where it is for one.
    public var shard: Int?
    /// How long it took to read the parameters.
    public var readingTime: Duration = .zero

    /// Creates a context.
    public init(deadline: ContinuousClock.Instant? = nil, traceparent: String? = nil, shard: Int? = nil) {
        self.deadline = deadline
        self.traceparent = traceparent
        self.shard = shard
    }

    /// This context with what the request itself says: the earlier deadline, and its own trace.
    func narrowed(by request: ScannedRequest) -> RPCContext {
        var context = self
        if let milliseconds = request.deadline {
            let own = ContinuousClock.now + .milliseconds(milliseconds.clampedMilliseconds)
            context.deadline = deadline.map { min($0, own) } ?? own
        }
        context.traceparent = request.traceparent ?? traceparent
        return context
    }
}

extension Int {
    /// Milliseconds that a clock can add: whoever waits longer than a year waits a year.
    var clampedMilliseconds: Int { Swift.min(Swift.max(self, 0), 366 * 86_400_000) }
}

extension Duration {
    /// The whole milliseconds, rounded down; 0 for a negative duration.
    var milliseconds: Int {
        guard self > .zero else { return 0 }
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
