import Protocol

/// One message of a client: a request, or a batch of them.
struct Job {
    var address: ClientAddress
    var isBatch: Bool
    /// The replies so far, in the order of the batch; nil while missing and for notifications.
    var replies: [[UInt8]?]
    /// How many replies are missing.
    var missing: Int
}

/// One request that members answer.
struct Call {
    var job: Int
    /// Its place in the job.
    var slot: Int
    /// The request's id as it came: JSON bytes.
    var id: [UInt8]
    var method: String
    var traceparent: String?
    /// When its caller stops waiting, as uptime.
    var deadline: Duration
    /// The parts that are not answered yet.
    var parts: Set<Int> = []
    /// How the answers of several parts become one; nil where the one member's reply is passed on unread.
    var gathering: Gathering?
    var byteCount: Int
}

/// What one member is asked for the sake of a call.
struct Part {
    var call: Int
    var target: Target
    /// The request's bytes, kept until it is answered so that another member may be asked.
    var body: [UInt8]
    var attempts = 0
    /// The member that has it, by instance; nil while it waits for one.
    var member: String?
    /// Since when it waits, as uptime.
    var waitingSince: Duration
}

/// Who can answer.
enum Target: Hashable, CustomStringConvertible {
    /// A worker that has shards open.
    case worker
    /// The indexer that owns the shard.
    case indexer(shard: Int)

    var shard: Int? {
        switch self {
        case .worker: nil
        case .indexer(let shard): shard
        }
    }

    var description: String {
        switch self {
        case .worker: "a worker"
        case .indexer(let shard): "an indexer of shard \(shard)"
        }
    }
}
