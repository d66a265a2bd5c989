/// A load: how requests follow one another, and for how long.
struct LoadPlan: Hashable, Sendable {
    enum Mode: Hashable, Sendable {
        /// Each connection has one request on its way at a time and sends the next at once.
        case closed
        /// Requests are sent when they are due, answered or not, over the connections in turn.
        case open(ArrivalSchedule)
    }

    /// When no more requests are made.
    enum End: Hashable, Sendable {
        /// So long after the warm-up.
        case after(Duration)
        /// When so many were made after the warm-up.
        case requests(Int)
    }

    var mode: Mode
    var connections: Int
    /// What is asked in this time counts for nothing.
    var warmUp: Duration
    var end: End
    /// How long an answer is waited for.
    var timeout: Duration
    /// After how long a silence a request is sent again over another connection, and a retryable error is no end; nil
    /// where each request is sent once.
    var resendAfter: Duration?
    /// The number of different queries, asked in turn.
    var queryCount: Int
}

/// What became of a request.
enum LoadOutcome: Hashable, Sendable {
    /// Answered; partially where shards did not.
    case answered(isPartial: Bool)
    /// Refused or failed, with the title of the error.
    case failed(String, isRetryable: Bool)
}
