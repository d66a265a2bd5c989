import SearchIndex

/// What a plan is told and what it decides.
extension FetchPlan {
    /// The bounds and pauses.
    struct Limits: Sendable, Hashable {
        /// How many parts may be asked for and not come yet.
        var windowCount = 8
        /// The size of a part in bytes.
        var partByteCount: UInt64 = 256 << 10
        /// How often one file may come damaged before there is a long pause.
        var damageCountMax = 3
        var firstPause = Duration.milliseconds(100)
        /// Where the doubling of pauses ends.
        var lastPause = Duration.seconds(5)
        /// The pause after a file came damaged too often.
        var damagePause = Duration.seconds(30)
    }

    /// A file that is not here yet.
    struct File: Hashable, Sendable {
        var path: String
        var byteCount: UInt64
        /// How many of its bytes are here.
        var done: UInt64 = 0
    }

    enum Failure: Hashable, Sendable {
        /// The generation is not there any more, or not there yet.
        case gone
        /// Nobody answered, or not as agreed.
        case unreachable
    }

    enum Event {
        /// The newest generation of the shard and where its indexer is; both as far as known.
        case told(GenerationName?, endpoint: String?)
        /// The indexer's published generation, and which files of it are missing here.
        case listed(Ticket, GenerationName, missing: [File])
        case arrived(Ticket, [UInt8])
        case failed(Ticket, Failure)
        /// A file was whole and has its name.
        case placed(String)
        /// A file's content was not that of its name; its bytes are deleted.
        case damaged(String)
        /// The generation is open.
        case installed
        /// The own disk refuses.
        case stuck
        case woken(Ticket)
    }

    enum Action: Hashable {
        case list(Ticket, from: String)
        case ask(Ticket, from: String, path: String, offset: UInt64, byteCount: UInt64)
        case write([UInt8], at: UInt64, path: String)
        case place(path: String)
        case install(GenerationName)
        case wake(Ticket, after: Duration)
    }
}
