/// How a member stands: sent with its registration and with each heartbeat.
public struct MemberState: Codable, Hashable, Sendable {
    /// The shards that an indexer owns; absent in others.
    public var owned: [ShardState]?
    /// The generations that a worker has open; absent in others.
    public var open: [OpenGeneration]?
    /// Requests taken and not answered yet.
    public var outstanding: Int
    /// Figures of its own, by name; an indexer's are those of its stages.
    public var counters: [String: Int]?

    public init(
        owned: [ShardState]? = nil, open: [OpenGeneration]? = nil, outstanding: Int = 0, counters: [String: Int]? = nil
    ) {
        self.owned = owned
        self.open = open
        self.outstanding = outstanding
        self.counters = counters
    }
}

/// A shard as its indexer sees it.
public struct ShardState: Codable, Hashable, Sendable {
    public var shard: Int
    /// Grows each time an indexer takes the shard; the greater one is right.
    public var epoch: UInt64
    /// The generation published last, such as `3.17`; absent before the first.
    public var generation: String?
    /// The journal sequence that this generation holds everything up to.
    public var through: UInt64
    /// The newest sequence of the journal: all up to it is acknowledged.
    public var acknowledged: UInt64
    /// Live documents of the generation.
    public var documents: Int
    public var segments: Int
    /// Size of the generation's files.
    public var byteCount: UInt64
    /// The shard's folder, relative to the data folder that indexer and workers share.
    public var folder: String
    /// For recent generations, how far each is behind what is acknowledged; one that is not behind is absent.
    public var behind: [GenerationAge]
    /// Where the shard's indexer serves, so that its files can be fetched; absent where it does not say.
    public var endpoint: String?

    public init(
        shard: Int, epoch: UInt64, generation: String?, through: UInt64, acknowledged: UInt64, documents: Int,
        segments: Int, byteCount: UInt64, folder: String, behind: [GenerationAge], endpoint: String? = nil
    ) {
        self.shard = shard
        self.epoch = epoch
        self.generation = generation
        self.through = through
        self.acknowledged = acknowledged
        self.documents = documents
        self.segments = segments
        self.byteCount = byteCount
        self.folder = folder
        self.behind = behind
        self.endpoint = endpoint
    }
}

/// How long ago the oldest change was acknowledged that a generation does not hold, at the time of sending.
public struct GenerationAge: Codable, Hashable, Sendable {
    public var generation: String
    public var ageMilliseconds: Double

    public init(generation: String, ageMilliseconds: Double) {
        self.generation = generation
        self.ageMilliseconds = ageMilliseconds
    }
}

/// A generation that a worker answers from.
public struct OpenGeneration: Codable, Hashable, Sendable {
    public var shard: Int
    public var generation: String
    public var through: UInt64

    public init(shard: Int, generation: String, through: UInt64) {
        self.shard = shard
        self.generation = generation
        self.through = through
    }
}

/// The shards of the cluster as the broker knows them, by shard.
public struct ClusterState: Codable, Hashable, Sendable {
    public var shards: [ShardState]

    public init(shards: [ShardState] = []) { self.shards = shards }
}

/// A member as the broker sees it.
public struct MemberStatus: Codable, Hashable, Sendable {
    public var member: MemberInfo
    public var state: MemberState
    /// How long ago the broker heard of it last.
    public var lastSeenMilliseconds: Double
    /// Requests that the broker sent it and that it has not answered.
    public var outstanding: Int

    public init(member: MemberInfo, state: MemberState, lastSeenMilliseconds: Double, outstanding: Int) {
        self.member = member
        self.state = state
        self.lastSeenMilliseconds = lastSeenMilliseconds
        self.outstanding = outstanding
    }
}

/// Something that the cluster lacks, and since when.
public struct Waiting: Codable, Hashable, Sendable {
    /// In words, such as `an indexer of shard 0`.
    public var what: String
    public var sinceMilliseconds: Int

    public init(what: String, sinceMilliseconds: Int) {
        self.what = what
        self.sinceMilliseconds = sinceMilliseconds
    }
}
