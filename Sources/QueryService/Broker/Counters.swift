import Protocol

/// What the broker counts since its start, for `cluster.status`.
struct Counters {
    /// Requests taken, each of a batch by itself.
    var requests = 0
    /// Requests answered, errors included.
    var answered = 0
    /// Requests refused as they came: no JSON, no such method, too large.
    var refused = 0
    /// Times that a request was given to another member because the first was gone.
    var retried = 0
    /// Requests whose deadline passed.
    var timedOut = 0
    /// Requests that waited in vain for somebody to answer them.
    var unavailable = 0
    /// Requests turned away because too many were waiting.
    var overloaded = 0
    /// Questions for which no worker had all shards, so that several were asked.
    var fannedOut = 0
    /// Answers that lacked a shard.
    var partial = 0
    /// Times that a second worker was asked because the first was slow.
    var hedged = 0
    /// Times that the second one was faster.
    var hedgesWon = 0
    /// Answers of members that came when nobody waited for them any more.
    var answeredLate = 0
    /// Events published.
    var events = 0
    var membersJoined = 0
    var membersLost = 0

    var dictionary: [String: Int] {
        [
            "requests": requests, "answered": answered, "refused": refused, "retried": retried, "timedOut": timedOut,
            "unavailable": unavailable, "overloaded": overloaded, "fannedOut": fannedOut, "partial": partial,
            "hedged": hedged, "hedgesWon": hedgesWon, "answeredLate": answeredLate, "events": events,
            "membersJoined": membersJoined, "membersLost": membersLost,
        ]
    }
}

extension Counters {
    /// Counts an error by its class.
    mutating func note(_ error: RPCError) {
        switch error.knownCode {
        case .deadlineExceeded: timedOut += 1
        case .unavailable: unavailable += 1
        case .overloaded: overloaded += 1
        default: refused += 1
        }
    }
}
