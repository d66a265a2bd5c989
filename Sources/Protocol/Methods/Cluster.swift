/// What a process of the cluster does.
public enum MemberRole: String, Codable, Sendable, CaseIterable {
    case broker
    case indexer
    case worker
    case ingestor
}

/// Who a member is: fixed from its start to its end.
public struct MemberInfo: Codable, Hashable, Sendable {
    /// The member's name, the same after a restart; the newest instance of a name replaces the older ones.
    public var name: String
    public var role: MemberRole
    /// Random text, new with every start.
    public var instance: String
    /// Where the member itself listens, as others reach it; absent where it only connects out.
    public var endpoint: String?
    public var host: String
    public var processID: Int
    public var version: String

    public init(
        name: String, role: MemberRole, instance: String, endpoint: String? = nil, host: String, processID: Int,
        version: String = TimtinVersion.current
    ) {
        self.name = name
        self.role = role
        self.instance = instance
        self.endpoint = endpoint
        self.host = host
        self.processID = processID
        self.version = version
    }
}

/// `cluster.hello`: the first question of every process: where is what.
public enum ClusterHello: RPCMethod {
    public static let name = "cluster.hello"
    public static let server = ServerRole.broker
    public static let isIdempotent = true
    public static let summary = "Tells where members and events are and how many shards the cluster has."

    public struct Params: RequestParams, Hashable {
        public var role: MemberRole?
        public var _meta: RequestMeta?

        public init(role: MemberRole? = nil, _meta: RequestMeta? = nil) {
            self.role = role
            self._meta = _meta
        }
    }

    public struct Result: Codable, Hashable, Sendable {
        /// The broker's name and random instance text.
        public var broker: String
        public var instance: String
        /// Where members connect to. A host of `*` or `0.0.0.0` stands for the host at which the client reached the broker.
        public var cluster: String
        /// Where events are published, likewise.
        public var events: String
        /// How many shards the cluster has.
        public var shards: Int
        public var version: String
        /// See ``TimtinVersion/wire``.
        public var wire: Int

        public init(
            broker: String, instance: String, cluster: String, events: String, shards: Int,
            version: String = TimtinVersion.current, wire: Int = TimtinVersion.wire
        ) {
            self.broker = broker
            self.instance = instance
            self.cluster = cluster
            self.events = events
            self.shards = shards
            self.version = version
            self.wire = wire
        }
    }
}

/// `cluster.register`: a member joins. Sent on the cluster endpoint.
public enum ClusterRegister: RPCMethod {
    public static let name = "cluster.register"
    public static let server = ServerRole.broker
    public static let isIdempotent = true
    public static let summary = "Registers an indexer, a worker or an ingestor with the broker."

    public struct Params: RequestParams, Hashable {
        public var member: MemberInfo
        /// How many shards the member believes the cluster to have; another number than the broker's is refused.
        public var shards: Int
        public var wire: Int
        public var state: MemberState
        public var _meta: RequestMeta?

        public init(
            member: MemberInfo, shards: Int, state: MemberState, wire: Int = TimtinVersion.wire,
            _meta: RequestMeta? = nil
        ) {
            self.member = member
            self.shards = shards
            self.state = state
            self.wire = wire
            self._meta = _meta
        }
    }

    public struct Result: Codable, Hashable, Sendable {
        /// The broker's name and instance; a changed instance means a restarted broker.
        public var broker: String
        public var instance: String
        /// After how many milliseconds of silence the broker drops the member.
        public var dropAfterMilliseconds: Int
        public var cluster: ClusterState

        public init(broker: String, instance: String, dropAfterMilliseconds: Int, cluster: ClusterState) {
            self.broker = broker
            self.instance = instance
            self.dropAfterMilliseconds = dropAfterMilliseconds
            self.cluster = cluster
        }
    }
}

/// `cluster.heartbeat`: a member lives, and how it stands; the reply says that the broker lives, and how the cluster stands.
///
/// A heartbeat of a member that the broker does not know (it was dropped, or the broker is new) is answered by
/// `notFound`; the member then registers again.
public enum ClusterHeartbeat: RPCMethod {
    public static let name = "cluster.heartbeat"
    public static let server = ServerRole.broker
    public static let isIdempotent = true
    public static let summary =
        "Tells the broker that a member lives and how it stands, and the member the same of the cluster."

    public struct Params: RequestParams, Hashable {
        public var name: String
        public var instance: String
        public var state: MemberState
        public var _meta: RequestMeta?

        public init(name: String, instance: String, state: MemberState, _meta: RequestMeta? = nil) {
            self.name = name
            self.instance = instance
            self.state = state
            self._meta = _meta
        }
    }

    public struct Result: Codable, Hashable, Sendable {
        public var instance: String
        public var cluster: ClusterState

        public init(instance: String, cluster: ClusterState) {
            self.instance = instance
            self.cluster = cluster
        }
    }
}

/// `cluster.state`: the broker tells its members, between heartbeats, that a shard's state changed. A notification.
public enum ClusterStateChanged: RPCMethod {
    public static let name = "cluster.state"
    public static let server = ServerRole.any
    public static let isIdempotent = true
    public static let summary =
        "Tells members at once that the state of a shard changed (notification, broker to members)."

    public struct Params: Codable, Hashable, Sendable {
        public var cluster: ClusterState

        public init(cluster: ClusterState) { self.cluster = cluster }
    }

    /// Never sent: it is a notification.
    public struct Result: Codable, Hashable, Sendable {
        public init() {}
    }
}

/// `cluster.event`: a member hands the broker an event to publish. A notification on the cluster endpoint.
public enum ClusterEvent: RPCMethod {
    public static let name = "cluster.event"
    public static let server = ServerRole.broker
    public static let isIdempotent = false
    public static let summary = "Hands the broker an event to number and publish (notification, member to broker)."

    public struct Params: Codable, Hashable, Sendable {
        public var event: CloudEvent

        public init(event: CloudEvent) { self.event = event }
    }

    /// Never sent: it is a notification.
    public struct Result: Codable, Hashable, Sendable {
        public init() {}
    }
}

/// `cluster.status`: the whole cluster as the broker sees it.
public enum ClusterStatus: RPCMethod {
    public static let name = "cluster.status"
    public static let server = ServerRole.broker
    public static let isIdempotent = true
    public static let summary = "Shows members, shards, generations, and what the broker waits for."

    public struct Params: RequestParams, Hashable {
        public var _meta: RequestMeta?

        public init(_meta: RequestMeta? = nil) { self._meta = _meta }
    }

    public struct Result: Codable, Hashable, Sendable {
        public var broker: MemberInfo
        public var uptimeMilliseconds: Int
        /// How many shards the cluster has.
        public var shards: Int
        public var members: [MemberStatus]
        /// The state of each shard that an indexer has told of.
        public var cluster: ClusterState
        /// What is missing for the cluster to be whole, in words; empty when it is whole.
        public var waitingFor: [Waiting]
        public var counters: [String: Int]

        public init(
            broker: MemberInfo, uptimeMilliseconds: Int, shards: Int, members: [MemberStatus], cluster: ClusterState,
            waitingFor: [Waiting], counters: [String: Int]
        ) {
            self.broker = broker
            self.uptimeMilliseconds = uptimeMilliseconds
            self.shards = shards
            self.members = members
            self.cluster = cluster
            self.waitingFor = waitingFor
            self.counters = counters
        }
    }
}
