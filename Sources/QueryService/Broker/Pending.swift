import Protocol

/// A batch of a client, answered by one message.
struct Job {
    var address: ClientAddress
    /// The replies so far, in the order of the batch; nil while missing and for notifications.
    var replies: [[UInt8]?]
    /// How many replies are missing.
    var missing: Int
}

/// Where the reply to a request goes.
enum Destination: Sendable {
    case client(ClientAddress)
    /// A place in a batch.
    case slot(Int, job: Int)
}

/// What stays as it came of a request that members answer. An object, since calls are looked up several times a message
/// and this is most of what would be copied then.
final class AskedRequest: Sendable {
    let destination: Destination
    /// The request's id as it came: JSON bytes.
    let id: [UInt8]
    let method: String
    let traceparent: String?
    /// When it came, as uptime.
    let begunAt: Duration
    /// When its caller stops waiting, as uptime.
    let deadline: Duration

    init(
        _ request: IncomingRequest, id: [UInt8], for destination: Destination, at uptime: Duration, until end: Duration
    ) {
        self.destination = destination
        self.id = id
        method = request.method
        traceparent = request.traceparent
        begunAt = uptime
        deadline = end
    }

    /// When an answer that lacks something has to be given so that it comes in time.
    var answerBy: Duration { deadline - min(.milliseconds(250), (deadline - begunAt) / 10) }
}

/// One request that members answer, in one round or several.
struct Call {
    let request: AskedRequest
    /// When whatever is still missing of this round is given up, as uptime.
    var roundEnd: Duration
    /// What is asked in this round.
    var parts: [Part]
    /// How many of them have not ended.
    var openCount: Int
    /// How the answers of several parts become one; nil where the one member's reply is passed on unread.
    var gathering: Gathering?
    var byteCount: Int

    /// Notes that a part was sent by an attempt.
    ///
    /// - Returns: The part.
    mutating func sent(_ index: Int, by attempt: Int, isHedge: Bool) -> Part {
        if isHedge {
            parts[index].hedge = attempt
        } else {
            parts[index].attempt = attempt
            parts[index].waitingSince = nil
        }
        return parts[index]
    }

    /// A part that has not ended.
    func openPart(_ index: Int) -> Part? {
        guard parts.indices.contains(index), !parts[index].hasEnded else { return nil }
        return parts[index]
    }

    /// Whether an attempt is one that a part waits for.
    func waits(for attempt: Int, of index: Int) -> Bool {
        parts.indices.contains(index) && !parts[index].hasEnded
            && (parts[index].attempt == attempt || parts[index].hedge == attempt)
    }

    /// Begins a round.
    mutating func begin(_ pieces: [Piece], until end: Duration) {
        parts = pieces.map(Part.init)
        openCount = pieces.count
        roundEnd = end
    }
}

/// What one member is asked for the sake of a call.
struct Part {
    var target: Target
    /// The request's bytes, kept until it is answered so that another member may be asked.
    var body: [UInt8]
    /// What its answer is waited for like; nil where only one member can answer.
    var lane: HedgeLane?
    /// Who is asked where several could be.
    var preferred: MemberID?
    /// The attempts that run: the first, and the one at another member in case the first is slow.
    var attempt: Int?
    var hedge: Int?
    /// Who said that it cannot answer.
    var refusedBy: [MemberID] = []
    /// How many members went away with it.
    var lossCount = 0
    /// Since when it waits for a member, as uptime; nil while it does not.
    var waitingSince: Duration?
    var hasEnded = false

    init(_ piece: Piece) {
        target = piece.target
        body = piece.body
        lane = piece.lane
        preferred = piece.preferred
    }

    /// Forgets an attempt.
    ///
    /// - Returns: Whether it was one of those that run.
    mutating func drop(_ number: Int) -> Bool {
        if attempt == number {
            attempt = nil
        } else if hedge == number {
            hedge = nil
        } else {
            return false
        }
        return true
    }
}

/// Names a part of a call in its present round.
struct PartReference: Hashable {
    var call: Int
    var part: Int
}

/// A part sent to a member. It is kept until the member answers, though the call be over: a member is known by what it
/// has not answered.
struct Attempt {
    var part: PartReference
    var member: MemberID
    /// As uptime.
    var sentAt: Duration
    var lane: HedgeLane?
    var isHedge: Bool
    /// When it is forgotten at the latest, as uptime, should the message be lost.
    var forgetAt: Duration
}

/// Something to ask a member, and whom.
struct Piece {
    var target: Target
    var body: [UInt8]
    var lane: HedgeLane?
    var preferred: MemberID?
}

/// Who can answer.
enum Target: Hashable, CustomStringConvertible {
    /// Any worker at all.
    case anyWorker
    /// A worker that answers for every shard.
    case worker
    /// A worker that has the shard open.
    case holder(shard: Int)
    /// The indexer that owns the shard.
    case indexer(shard: Int)

    /// The shard that the member is told, which has to be its own.
    var shard: Int? {
        switch self {
        case .anyWorker, .worker: nil
        case .holder(let shard), .indexer(let shard): shard
        }
    }

    /// Whether workers answer it, not indexers.
    var isOfWorkers: Bool {
        if case .indexer = self { false } else { true }
    }

    var description: String {
        switch self {
        case .anyWorker, .worker: "a worker"
        case .holder(let shard): "a worker that has shard \(shard) open"
        case .indexer(let shard): "an indexer of shard \(shard)"
        }
    }
}
