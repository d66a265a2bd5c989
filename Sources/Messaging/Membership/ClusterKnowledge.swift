import Protocol
import Synchronization

/// What a member knows of its cluster, shared by its links to all brokers.
final class ClusterKnowledge: Sendable {
    let view: ClusterView
    private let shards: Mutex<Int?>
    /// The instances of the brokers that there is a session with, and by which endpoint.
    private let claims = Mutex<[String: String]>([:])

    /// - Parameter shards: how many shards the member believes the cluster to have; nil takes what it is told first.
    init(shards: Int?, changed: @escaping @Sendable (ClusterState) -> Void) {
        view = ClusterView(changed: changed)
        self.shards = Mutex(shards)
    }

    /// Takes a broker for the link of one endpoint.
    ///
    /// - Returns: false when another endpoint has led to the same broker already. A second session would replace the first.
    func claim(_ instance: String, for endpoint: String) -> Bool {
        claims.withLock { claims in
            if let holder = claims[instance], holder != endpoint { return false }
            claims[instance] = endpoint
            return true
        }
    }

    /// Gives a broker back at the end of the session with it.
    func release(_ instance: String) {
        _ = claims.withLock { $0.removeValue(forKey: instance) }
    }

    /// Compares the number of shards that a broker says with the one that is believed.
    ///
    /// - Throws: ``RPCError`` of code `shard mismatch`.
    func check(_ hello: ClusterHello.Result) throws(RPCError) {
        let believed = shards.withLock { shards in
            let believed = shards ?? hello.shards
            shards = believed
            return believed
        }
        guard believed == hello.shards else {
            throw RPCError(
                .shardMismatch,
                detail: "the cluster of \(hello.broker) has \(hello.shards) shards and this process believes "
                    + "\(believed); start it with the cluster's number, and with brokers of one cluster only")
        }
    }
}
