import Protocol
import Synchronization

/// What a member knows of its cluster, shared by its links to all brokers.
final class ClusterKnowledge: Sendable {
    let view: ClusterView
    private let shards: Mutex<Int?>

    /// - Parameter shards: how many shards the member believes the cluster to have; nil takes what it is told first.
    init(shards: Int?, changed: @escaping @Sendable (ClusterState) -> Void) {
        view = ClusterView(changed: changed)
        self.shards = Mutex(shards)
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
