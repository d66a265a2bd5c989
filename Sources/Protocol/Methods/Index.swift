/// `index.generation`: which generation of a shard is published.
public enum IndexGeneration: RPCMethod {
    public static let name = "index.generation"
    public static let server = ServerRole.indexer
    public static let isIdempotent = true
    public static let summary = "Tells the published generation of a shard, or of every shard."

    public struct Params: RequestParams, Hashable {
        /// The shard; every shard when absent.
        public var shard: Int?
        public var _meta: RequestMeta?

        public init(shard: Int? = nil, _meta: RequestMeta? = nil) {
            self.shard = shard
            self._meta = _meta
        }
    }

    public struct Result: Codable, Hashable, Sendable {
        public var shards: [ShardState]

        public init(shards: [ShardState]) { self.shards = shards }
    }
}

/// `index.commit`: publishes at once a generation that holds all that was acknowledged before the call.
public enum IndexCommit: RPCMethod {
    public static let name = "index.commit"
    public static let server = ServerRole.indexer
    public static let isIdempotent = true
    public static let summary =
        "Publishes a generation with all that was acknowledged so far, for a shard or for every shard."

    public struct Params: RequestParams, Hashable {
        /// The shard; every shard when absent.
        public var shard: Int?
        public var _meta: RequestMeta?

        public init(shard: Int? = nil, _meta: RequestMeta? = nil) {
            self.shard = shard
            self._meta = _meta
        }
    }

    public struct Result: Codable, Hashable, Sendable {
        public var shards: [ShardState]

        public init(shards: [ShardState]) { self.shards = shards }
    }
}
