import Protocol

/// Who owns which shard, as the broker tells.
struct ShardRoutes: Hashable {
    /// How many shards the cluster has.
    var shards: Int
    /// The endpoint of each shard's owner, as it is reached from here; absent where there is none.
    var endpoints: [Int: String]

    /// - Parameters:
    ///   - status: The cluster as the broker sees it.
    ///   - broker: The endpoint at which the broker was reached, by which a wildcard host is understood.
    init(_ status: ClusterStatus.Result, broker: String) {
        shards = max(1, status.shards)
        endpoints = [:]
        let peer = try? Endpoint(broker)
        var epochs: [Int: UInt64] = [:]
        for member in status.members where member.member.role == .indexer {
            for owned in member.state.owned ?? [] where owned.epoch >= epochs[owned.shard] ?? 0 {
                // Of two that claim a shard, the one with the greater epoch is right.
                epochs[owned.shard] = owned.epoch
                endpoints[owned.shard] = member.member.endpoint.flatMap { Self.reachable($0, from: peer) }
            }
        }
    }

    private static func reachable(_ text: String, from peer: Endpoint?) -> String? {
        guard let endpoint = try? Endpoint(text) else { return nil }
        let reached = peer.map { endpoint.reached(like: $0) } ?? endpoint
        let needsPort = reached.transport == .tcp && reached.port == nil
        return reached.isWildcard || needsPort ? nil : reached.description
    }

    /// The documents of a batch by the shard that owns each, in their order.
    func divide(_ documents: [OutgoingDocument]) -> [Int: [Int]] {
        guard shards > 1 else { return documents.isEmpty ? [:] : [0: Array(documents.indices)] }
        return Dictionary(
            grouping: documents.indices,
            by: { ShardRouting.shard(of: documents[$0].put.document.id.utf8, shards: shards) })
    }
}
