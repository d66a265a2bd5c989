import Protocol

/// Another indexer that serves the shard that this one has: one of another data folder, or one that took the shard over
/// without this one's noticing.
struct RivalOwner: Error, Hashable, Sendable, CustomStringConvertible {
    var shard: Int
    var epoch: UInt64
    /// Where it serves; nil where it does not say.
    var endpoint: String?

    /// Finds the rival of an owner in what the cluster is told.
    ///
    /// In one journal no epoch is given twice, so that the cluster knows the owner's own state, or one that is older.
    ///
    /// - Parameters:
    ///   - own: The shard as this indexer has it.
    ///   - endpoint: Where this indexer serves.
    init?(of own: ShardState, at endpoint: String?, in cluster: ClusterState) {
        guard let told = cluster.shards.first(where: { $0.shard == own.shard }) else { return nil }
        let isOther = told.endpoint != nil && told.endpoint != endpoint
        guard told.epoch > own.epoch || (told.epoch == own.epoch && isOther) else { return nil }
        (shard, epoch, self.endpoint) = (told.shard, told.epoch, told.endpoint)
    }

    var description: String {
        "the cluster is served shard \(shard) in epoch \(epoch) by \(endpoint ?? "another indexer")"
    }
}
