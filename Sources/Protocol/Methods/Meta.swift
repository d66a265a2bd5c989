/// `rpc.discover`: the OpenRPC document that describes every method.
public enum Discover: RPCMethod {
    public static let name = "rpc.discover"
    public static let server = ServerRole.broker
    public static let isIdempotent = true
    public static let summary = "Returns the OpenRPC document that describes every method."

    public struct Params: RequestParams, Hashable {
        public var _meta: RequestMeta?

        public init(_meta: RequestMeta? = nil) { self._meta = _meta }
    }

    public typealias Result = JSONValue
}

/// `ping`: is somebody there, and who.
public enum Ping: RPCMethod {
    public static let name = "ping"
    public static let server = ServerRole.any
    public static let isIdempotent = true
    public static let summary = "Answers at once with who answers."

    public struct Params: RequestParams, Hashable {
        public var _meta: RequestMeta?

        public init(_meta: RequestMeta? = nil) { self._meta = _meta }
    }

    public struct Result: Codable, Hashable, Sendable {
        public var role: MemberRole
        /// The member's name.
        public var name: String
        public var version: String

        public init(role: MemberRole, name: String, version: String = TimtinVersion.current) {
            self.role = role
            self.name = name
            self.version = version
        }
    }
}

/// `worker.ping`: the way of a query without the query, to measure what messages cost and to see that workers answer.
public enum WorkerPing: RPCMethod {
    public static let name = "worker.ping"
    public static let server = ServerRole.worker
    public static let isIdempotent = true
    public static let summary = "Answers at once with which worker answers: the way of a query without the query."

    public typealias Params = Ping.Params
    public typealias Result = Ping.Result
}

/// The version of this build.
public enum TimtinVersion {
    /// Semantic version of the programs.
    public static let current = "0.1.0"
    /// Version of the messages; processes of different numbers refuse each other.
    public static let wire = 1
}
