/// One method of the protocol: its name, what it takes and gives, who serves it, and whether it may be sent twice.
public protocol RPCMethod: Sendable {
    associatedtype Params: Codable & Sendable
    associatedtype Result: Codable & Sendable

    /// The name on the wire.
    static var name: String { get }
    /// The process that carries it out. Clients send to the broker whatever the server is; it passes on what is not its own.
    static var server: ServerRole { get }
    /// Whether carrying it out twice has the effect of once.
    static var isIdempotent: Bool { get }
    /// One sentence for `rpc.discover`.
    static var summary: String { get }
    /// How many frames of bytes follow the body of a reply that is a result; none unless said otherwise.
    static var attachmentCount: Int { get }
}

extension RPCMethod {
    /// Whether a client may send it again when the answer is in doubt: after a time-out, a lost connection or a retryable error.
    public static var isRetryable: Bool { isIdempotent }
    public static var attachmentCount: Int { 0 }
}

/// Who carries a method out.
public enum ServerRole: String, Codable, Sendable, CaseIterable {
    case broker
    case worker
    case indexer
    /// Every process answers it for itself.
    case any
}

/// All methods, for tables, tests and the broker's routing.
public enum MethodCatalog {
    public static let all: [any RPCMethod.Type] = [
        Discover.self, Ping.self, WorkerPing.self,
        DocumentsPut.self, DocumentsDelete.self, DocumentsGet.self,
        Search.self, SearchStatistics.self, Count.self,
        ClusterHello.self, ClusterRegister.self, ClusterHeartbeat.self, ClusterStateChanged.self, ClusterEvent.self,
        ClusterStatus.self,
        IndexGeneration.self, IndexCommit.self, IndexManifest.self, IndexSegment.self,
    ]

    private static let byName: [String: any RPCMethod.Type] = Dictionary(
        uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The method of a name, or nil for a name that the protocol does not have.
    public static func method(named name: String) -> (any RPCMethod.Type)? { byName[name] }
}
